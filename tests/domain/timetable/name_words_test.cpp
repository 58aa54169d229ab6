#include "domain/timetable/name_words.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lectern {
namespace {

using testing::ElementsAre;

TEST(NameWords, CaseAndAccentsDoNotMatter) {
    EXPECT_THAT(name_words("ĐẠI SỐ: Lớp 2_ÉCOLE 20260107-120015"),
                ElementsAre("2", "dai", "ecole", "lop", "so"));
    EXPECT_EQ(name_words("đại số"), name_words("Dai so"));
    EXPECT_THAT(name_words(""), ElementsAre());
    EXPECT_THAT(name_words("\xFF — …"), ElementsAre());
}

}  // namespace
}  // namespace lectern
