#include "domain/base/random.hpp"

#include "domain/base/uuid.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <vector>

#include <gtest/gtest.h>

namespace lectern {
namespace {

TEST(Random, FillsEveryByte) {
    std::vector<std::uint8_t> seen(1000, 0);
    for (int round = 0; round < 20; ++round) {
        std::vector<std::uint8_t> bytes(seen.size(), 0);
        fill_random(bytes);
        for (std::size_t i = 0; i < bytes.size(); ++i)
            seen[i] |= bytes[i];
    }
    // A byte that is zero in all 20 rounds has a chance of 256^-20.
    EXPECT_EQ(std::count(seen.begin(), seen.end(), 0), 0);
    fill_random({});
}

TEST(Random, HexHasTwoLowerCaseDigitsAByte) {
    EXPECT_EQ(random_hex(0), "");
    const std::string text = random_hex(32);
    EXPECT_EQ(text.size(), 64u);
    EXPECT_EQ(text.find_first_not_of("0123456789abcdef"), std::string::npos) << text;
    EXPECT_NE(text, random_hex(32));
}

TEST(Random, UuidsAreCanonicalAndDiffer) {
    std::set<std::string> known;
    for (int i = 0; i < 1000; ++i) {
        const std::string id = random_uuid();
        EXPECT_EQ(parse_uuid(id), id);
        EXPECT_EQ(id[14], '4') << "version 4";
        EXPECT_TRUE(known.insert(id).second);
    }
}

TEST(Random, FractionsAreEvenlyDistributed) {
    std::array<int, 4> quarters{};
    for (int i = 0; i < 4000; ++i) {
        const double fraction = random_fraction();
        ASSERT_GE(fraction, 0);
        ASSERT_LT(fraction, 1);
        ++quarters[static_cast<std::size_t>(fraction * 4)];
    }
    for (const int count : quarters)
        EXPECT_NEAR(count, 1000, 250);  // nine standard deviations
}

}  // namespace
}  // namespace lectern
