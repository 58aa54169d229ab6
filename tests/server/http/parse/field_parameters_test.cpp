#include "server/http/parse/field_parameters.hpp"

#include <gtest/gtest.h>

namespace lectern::http {
namespace {

TEST(FieldParameters, AreFoundByTheirNames) {
    const std::string field = R"(form-data; name="file"; filename="a; b=\"c\".mp4" ;Size = 5;empty=;flag)";
    EXPECT_EQ(without_parameters(field), "form-data");
    EXPECT_EQ(field_parameter(field, "name"), "file");
    EXPECT_EQ(field_parameter(field, "FileName"), R"(a; b="c".mp4)");
    EXPECT_EQ(field_parameter(field, "size"), "5");
    EXPECT_EQ(field_parameter(field, "empty"), "");
    EXPECT_EQ(field_parameter(field, "flag"), std::nullopt);
    EXPECT_EQ(field_parameter(field, "b"), std::nullopt);
    EXPECT_EQ(field_parameter("form-data", "name"), std::nullopt);
    EXPECT_EQ(field_parameter("", "name"), std::nullopt);
}

TEST(FieldParameters, BackslashesInNamesStay) {
    EXPECT_EQ(field_parameter(R"(x; filename="C:\Bài\1.mp4")", "filename"), R"(C:\Bài\1.mp4)");
    EXPECT_EQ(field_parameter(R"(x; a="never closed; b=c)", "b"), std::nullopt);
    EXPECT_EQ(field_parameter(R"(x; a=")", "a"), "\"");
}

}  // namespace
}  // namespace lectern::http
