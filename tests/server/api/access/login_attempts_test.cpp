#include "server/api/access/login_attempts.hpp"

#include <gtest/gtest.h>

namespace lectern::api {
namespace {

using namespace std::chrono_literals;

class LoginAttemptsTest : public testing::Test {
protected:
    std::optional<std::chrono::seconds> begin(std::string_view address) {
        return attempts.begin(http::address_key(address), now);
    }
    void fail_too_often(std::string_view address) {
        for (int i = 0; i < LoginAttempts::most_failures; ++i)
            EXPECT_EQ(begin(address), std::nullopt);
    }

    LoginAttempts attempts;
    Timestamp now{1'800'000'000'000ms};
};

TEST_F(LoginAttemptsTest, OfOneAddressAreBounded) {
    fail_too_often("192.0.2.1");
    EXPECT_EQ(begin("192.0.2.1"), 60s);
    EXPECT_EQ(begin("192.0.2.2"), std::nullopt);
    now += 59s + 1ms;
    EXPECT_EQ(begin("192.0.2.1"), 1s);
    now += 999ms;
    fail_too_often("192.0.2.1");
    EXPECT_EQ(begin("192.0.2.1"), 60s);
}

TEST_F(LoginAttemptsTest, ThatSucceedAreNotCounted) {
    for (int i = 0; i < 100; ++i) {
        EXPECT_EQ(begin("192.0.2.1"), std::nullopt);
        attempts.forgive(http::address_key("192.0.2.1"));
    }
    fail_too_often("192.0.2.1");
    EXPECT_EQ(begin("192.0.2.1"), 60s);
    attempts.forgive(http::address_key("192.0.2.9"));
}

TEST_F(LoginAttemptsTest, AddressesOfOneNetworkAreOne) {
    fail_too_often("2001:db8::1");
    EXPECT_NE(begin("2001:db8::2"), std::nullopt);
    EXPECT_EQ(begin("2001:db8:0:1::2"), std::nullopt);
}

TEST_F(LoginAttemptsTest, AClockThatIsSetBackStopsNobody) {
    fail_too_often("192.0.2.1");
    now -= 24h;
    EXPECT_EQ(begin("192.0.2.1"), std::nullopt);
}

TEST_F(LoginAttemptsTest, OnlySoManyAddressesAreKept) {
    fail_too_often("192.0.2.1");
    const auto others = [&](int from, int to) {
        for (int i = from; i < to; ++i)
            begin("10." + std::to_string(i >> 16) + "." + std::to_string(i >> 8 & 255) + "." +
                  std::to_string(i & 255));
    };
    const int most = LoginAttempts::most_addresses;
    others(1, most);
    EXPECT_EQ(begin("192.0.2.1"), 60s);
    begin("192.0.2.2");
    EXPECT_EQ(begin("192.0.2.1"), std::nullopt) << "the table has begun anew";
}

}  // namespace
}  // namespace lectern::api
