#include "domain/base/mistakes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lectern {
namespace {

using testing::ElementsAre;

std::vector<std::string> listed(const Mistakes& mistakes) {
    std::vector<std::string> texts;
    for (const FieldError& field : mistakes.error().fields)
        texts.push_back(field.path + " " + field.message);
    return texts;
}

TEST(Mistakes, NoneIsSuccess) {
    Mistakes mistakes;
    mistakes.add(Result<int>(7));
    EXPECT_FALSE(mistakes.any());
    EXPECT_TRUE(mistakes.result());
}

TEST(Mistakes, AreListedInTheOrderInWhichTheyWereAdded) {
    Mistakes mistakes;
    mistakes.add("name", "must not be empty");
    mistakes.add(Result<int>(Error::invalid("limit", "must be at least 1")));
    mistakes.add(
        Error::invalid({{"snippets.0.end", "must be greater than start"}, {"id", "must be a UUID"}}));
    EXPECT_TRUE(mistakes.any());
    EXPECT_EQ(mistakes.error().code, ErrorCode::invalid);
    EXPECT_THAT(listed(mistakes),
                ElementsAre("name must not be empty", "limit must be at least 1",
                            "snippets.0.end must be greater than start", "id must be a UUID"));
    EXPECT_EQ(mistakes.result().error().fields.size(), 4u);
}

TEST(Mistakes, ALaterCheckSaysNothingOfAFieldThatIsRefusedAlready) {
    Mistakes mistakes;
    mistakes.add("end", "must be a number");
    mistakes.add(Error::invalid({{"end", "must be greater than start"}, {"start", "must be at least 0"}}));
    mistakes.add("start", "must be a number");
    EXPECT_THAT(listed(mistakes), ElementsAre("end must be a number", "start must be at least 0"));
}

TEST(Mistakes, OneCheckMaySayMoreThanOneThingOfAField) {
    Mistakes mistakes;
    mistakes.add("a", "is wrong");
    mistakes.add(Error::invalid({{"b", "is too long"}, {"b", "is not text"}}));
    EXPECT_THAT(listed(mistakes), ElementsAre("a is wrong", "b is too long", "b is not text"));
    Mistakes first;
    first.add(Error::invalid({{"b", "is too long"}, {"b", "is not text"}}));
    EXPECT_THAT(listed(first), ElementsAre("b is too long", "b is not text"));
}

TEST(Mistakes, AnErrorWithoutFieldsHidesWhatIsAddedAfterIt) {
    Mistakes mistakes;
    mistakes.add(Error::unsupported_type("The body must be JSON."));
    mistakes.add("name", "must not be empty");
    EXPECT_EQ(mistakes.error().code, ErrorCode::unsupported_type);
    EXPECT_EQ(mistakes.error().message, "The body must be JSON.");
    EXPECT_TRUE(mistakes.error().fields.empty());
}

TEST(Mistakes, TheFirstErrorDecidesAboutTheCode) {
    Mistakes mistakes;
    mistakes.add(Error::not_found("There is no such classroom.", "classroom_id"));
    mistakes.add("name", "must not be empty");
    EXPECT_EQ(mistakes.error().code, ErrorCode::not_found);
    EXPECT_THAT(listed(mistakes),
                ElementsAre("classroom_id There is no such classroom.", "name must not be empty"));
}

}  // namespace
}  // namespace lectern
