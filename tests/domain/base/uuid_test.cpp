#include "domain/base/uuid.hpp"

#include <gtest/gtest.h>

namespace lectern {
namespace {

TEST(ParseUuid, TakesTheCanonicalFormOnly) {
    struct Case {
        std::string_view text;
        std::optional<std::string> expected;
    };
    const Case cases[] = {
        {"123e4567-e89b-42d3-a456-426614174000", "123e4567-e89b-42d3-a456-426614174000"},
        {"123E4567-E89B-42D3-A456-42661417400F", "123e4567-e89b-42d3-a456-42661417400f"},
        {"", std::nullopt},
        {"123e4567e89b42d3a456426614174000", std::nullopt},
        {"{123e4567-e89b-42d3-a456-426614174000}", std::nullopt},
        {"123e4567-e89b-42d3-a456-42661417400", std::nullopt},
        {"123e4567-e89b-42d3-a456-4266141740000", std::nullopt},
        {"123e4567-e89b-42d3-a456-42661417400g", std::nullopt},
        {"123e4567-e89b-42d3-a456426614174000--", std::nullopt},
        {"-23e4567-e89b-42d3-a456-426614174000", std::nullopt},
        {"123e4567 e89b 42d3 a456 426614174000", std::nullopt},
    };
    for (const Case& c : cases)
        EXPECT_EQ(parse_uuid(c.text), c.expected) << c.text;
}

TEST(FormatUuid4, SetsVersionAndVariantAndKeepsTheRest) {
    std::array<std::uint8_t, 16> bytes{};
    EXPECT_EQ(format_uuid4(bytes), "00000000-0000-4000-8000-000000000000");
    bytes.fill(0xff);
    EXPECT_EQ(format_uuid4(bytes), "ffffffff-ffff-4fff-bfff-ffffffffffff");
    for (std::size_t i = 0; i < bytes.size(); ++i)
        bytes[i] = static_cast<std::uint8_t>(i * 17);
    EXPECT_EQ(format_uuid4(bytes), "00112233-4455-4677-8899-aabbccddeeff");
    EXPECT_EQ(parse_uuid(format_uuid4(bytes)), format_uuid4(bytes));
}

}  // namespace
}  // namespace lectern
