#include "domain/timetable/occupation.hpp"

#include <gmock/gmock.h>

namespace lectern {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

ClassSessionDetails details(const std::string& location, const std::string& teacher = "",
                            Meeting meeting = {}) {
    ClassSessionDetails details;
    details.location = location;
    details.teacher = teacher;
    details.meeting = std::move(meeting);
    return details;
}

std::vector<ConflictKind> shared(const ClassSessionDetails& one, const ClassSessionDetails& other) {
    return Occupation(one).shared_with(Occupation(other));
}

TEST(OccupationTest, WhatIsNotSaidIsNotShared) {
    EXPECT_FALSE(Occupation(details("")).any());
    EXPECT_THAT(shared(details(""), details("")), IsEmpty());
    EXPECT_THAT(shared(details("A"), details("", "A")), IsEmpty());
    EXPECT_TRUE(Occupation(details("", "", {"", "1", ""})).any());
}

TEST(OccupationTest, CaseAndSpacesMakeNoDifference) {
    EXPECT_THAT(shared(details("Phòng  101"), details("PHÒNG 101")), ElementsAre(ConflictKind::location));
    EXPECT_THAT(shared(details("Sân"), details("Sàn")), IsEmpty());
    EXPECT_THAT(shared(details("", "Ada"), details("", "ADA")), ElementsAre(ConflictKind::teacher));
}

TEST(OccupationTest, AMeetingIsItsLinkOrItsNumber) {
    EXPECT_THAT(shared(details("", "", {"https://m/1", "", ""}), details("", "", {"https://m/1", "7", ""})),
                ElementsAre(ConflictKind::meeting));
    EXPECT_THAT(shared(details("", "", {"", "857-1234 5678", ""}), details("", "", {"", "85712345678", ""})),
                ElementsAre(ConflictKind::meeting));
    EXPECT_THAT(
        shared(details("", "", {"https://m/1", "1", "x"}), details("", "", {"https://m/2", "2", "x"})),
        IsEmpty());
}

TEST(OccupationTest, AllKindsAreTold) {
    const auto both = details("A", "Ada", {"https://m/1", "", ""});
    EXPECT_THAT(shared(both, both),
                ElementsAre(ConflictKind::location, ConflictKind::teacher, ConflictKind::meeting));
    EXPECT_EQ(to_text(ConflictKind::classroom), "classroom");
}

}  // namespace
}  // namespace lectern
