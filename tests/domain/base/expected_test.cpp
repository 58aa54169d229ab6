#include "domain/base/expected.hpp"

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace lectern {

struct Reason {
    int number;
    std::string text;
};
[[noreturn]] void throw_exception_from_error(const Reason& reason, const boost::source_location& where) {
    throw std::logic_error(reason.text + " in line " + std::to_string(where.line()));
}

namespace {

template<class T = void>
using Answer = Expected<T, Reason>;

Answer<std::string> text_or_reason(bool text) {
    if (text) return std::string("a text that is too long for the place inside of a string");
    return Reason{1, "there is none"};
}

TEST(Expected, HoldsAValueOrAnError) {
    const auto good = text_or_reason(true), bad = text_or_reason(false);
    EXPECT_TRUE(good && good.has_value() && !good.has_error());
    EXPECT_EQ(good->substr(0, 6), "a text");
    EXPECT_EQ(*good, good.value());
    EXPECT_FALSE(bad || bad.has_value() || !bad.has_error());
    EXPECT_EQ(bad.error().text, "there is none");
}

TEST(Expected, IsCopiedMovedAndAssigned) {
    std::vector<Answer<std::string>> answers{text_or_reason(true), text_or_reason(false)};
    answers.reserve(answers.capacity() + 1);  // moves them
    const auto copies = answers;
    std::swap(answers[0], answers[1]);
    EXPECT_EQ(answers[1].value(), copies[0].value());
    EXPECT_EQ(answers[0].error().text, copies[1].error().text);
    answers[0] = answers[1];
    EXPECT_EQ(answers[0].value(), *copies[0]);
    answers[0] = Reason{1, "another"};
    EXPECT_EQ(answers[0].error().text, "another");
}

TEST(Expected, AValueThatCannotBeCopiedIsMovedOut) {
    Answer<std::unique_ptr<int>> answer = std::make_unique<int>(3);
    const std::unique_ptr<int> number = std::move(answer).value();
    EXPECT_EQ(*number, 3);
    EXPECT_TRUE(answer.has_value());
    EXPECT_EQ(*answer, nullptr);
}

TEST(Expected, AnErrorCanBeChangedInPlace) {
    auto bad = text_or_reason(false);
    bad.error().text += ", still";
    EXPECT_EQ(bad.error().text, "there is none, still");
}

TEST(Expected, TakingWhatIsNotThereThrows) {
    EXPECT_THROW(text_or_reason(true).error(), std::logic_error);
    EXPECT_THROW(Answer<>().error(), std::logic_error);
    try {
        text_or_reason(false).value();
        FAIL();
    } catch (const std::logic_error& thrown) {
        EXPECT_EQ(thrown.what(), "there is none in line " + std::to_string(__LINE__ - 3));
    }
    EXPECT_THROW(Answer<>(Reason{1, "no"}).value(), std::logic_error);
}

TEST(Expected, WithoutATypeThereIsOnlySuccess) {
    const Answer<> good, bad = Reason{1, "no"};
    EXPECT_TRUE(good);
    EXPECT_NO_THROW(good.value());
    EXPECT_FALSE(bad);
    EXPECT_EQ(bad.error().text, "no");
}

}  // namespace
}  // namespace lectern
