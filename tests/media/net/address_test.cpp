#include "media/net/address.hpp"

#include <gtest/gtest.h>

namespace lectern::media {
namespace {

struct Case {
    const char* address;
    Reach reach;
};

class AddressReach : public testing::TestWithParam<Case> {};

TEST_P(AddressReach, IsJudgedByItsBlock) {
    const auto address = IpAddress::parse(GetParam().address);
    ASSERT_TRUE(address);
    EXPECT_EQ(reach_of(*address), GetParam().reach) << GetParam().address;
    EXPECT_EQ(allowed(*address, AddressPolicy::global_only), GetParam().reach == Reach::global);
    EXPECT_EQ(allowed(*address, AddressPolicy::global_or_loopback), GetParam().reach != Reach::special);
    EXPECT_TRUE(allowed(*address, AddressPolicy::any));
}

INSTANTIATE_TEST_SUITE_P(
    V4, AddressReach,
    testing::Values(Case{"8.8.8.8", Reach::global}, Case{"142.250.74.46", Reach::global},
                    Case{"0.0.0.0", Reach::special}, Case{"0.255.255.255", Reach::special},
                    Case{"1.0.0.0", Reach::global}, Case{"9.255.255.255", Reach::global},
                    Case{"10.0.0.0", Reach::special}, Case{"10.255.255.255", Reach::special},
                    Case{"11.0.0.0", Reach::global}, Case{"100.63.255.255", Reach::global},
                    Case{"100.64.0.0", Reach::special}, Case{"100.127.255.255", Reach::special},
                    Case{"100.128.0.0", Reach::global}, Case{"126.255.255.255", Reach::global},
                    Case{"127.0.0.1", Reach::loopback}, Case{"127.255.255.255", Reach::loopback},
                    Case{"128.0.0.0", Reach::global}, Case{"168.63.129.16", Reach::special},
                    Case{"168.63.129.17", Reach::global}, Case{"169.253.255.255", Reach::global},
                    Case{"169.254.169.254", Reach::special}, Case{"169.255.0.0", Reach::global},
                    Case{"172.15.255.255", Reach::global}, Case{"172.16.0.0", Reach::special},
                    Case{"172.31.255.255", Reach::special}, Case{"172.32.0.0", Reach::global},
                    Case{"192.0.0.1", Reach::special}, Case{"192.0.1.1", Reach::global},
                    Case{"192.0.2.1", Reach::special}, Case{"192.88.99.1", Reach::special},
                    Case{"192.167.255.255", Reach::global}, Case{"192.168.1.1", Reach::special},
                    Case{"192.169.0.0", Reach::global}, Case{"198.17.255.255", Reach::global},
                    Case{"198.18.0.0", Reach::special}, Case{"198.19.255.255", Reach::special},
                    Case{"198.20.0.0", Reach::global}, Case{"198.51.100.7", Reach::special},
                    Case{"203.0.113.7", Reach::special}, Case{"223.255.255.255", Reach::global},
                    Case{"224.0.0.1", Reach::special}, Case{"239.255.255.255", Reach::special},
                    Case{"240.0.0.1", Reach::special}, Case{"255.255.255.255", Reach::special}));

INSTANTIATE_TEST_SUITE_P(
    V6, AddressReach,
    testing::Values(
        Case{"2a00:1450:4001:80e::200e", Reach::global}, Case{"2607:f8b0:4004:c06::5f", Reach::global},
        Case{"::", Reach::special}, Case{"::1", Reach::loopback}, Case{"::2", Reach::special},
        Case{"::7f00:1", Reach::special},  // v4-compatible
        Case{"::ffff:127.0.0.1", Reach::loopback}, Case{"::ffff:10.0.0.1", Reach::special},
        Case{"::ffff:8.8.8.8", Reach::global}, Case{"::ffff:0:8.8.8.8", Reach::special},
        Case{"64:ff9b::8.8.8.8", Reach::global}, Case{"64:ff9b::10.0.0.1", Reach::special},
        Case{"64:ff9b::127.0.0.1", Reach::loopback}, Case{"64:ff9b:1::8.8.8.8", Reach::special},
        Case{"100::1", Reach::special}, Case{"1fff::1", Reach::special}, Case{"2000::1", Reach::global},
        Case{"2001::1", Reach::special}, Case{"2001:0:4136:e378:8000:63bf:3fff:fdd2", Reach::special},
        Case{"2001:2::1", Reach::special}, Case{"2001:1ff:ffff::1", Reach::special},
        Case{"2001:200::1", Reach::global}, Case{"2001:4860:4860::8888", Reach::global},
        Case{"2001:db8::1", Reach::special}, Case{"2001:db9::1", Reach::global},
        Case{"2002:7f00:1::1", Reach::special}, Case{"2002:808:808::1", Reach::special},
        Case{"3ffe::1", Reach::global}, Case{"3fff::1", Reach::special}, Case{"3fff:fff::1", Reach::special},
        Case{"3fff:1000::1", Reach::global}, Case{"4000::1", Reach::special}, Case{"5f00::1", Reach::special},
        Case{"fc00::1", Reach::special}, Case{"fd12:3456::1", Reach::special},
        Case{"fe80::1", Reach::special}, Case{"fec0::1", Reach::special}, Case{"ff02::1", Reach::special}));

TEST(Address, TakesOnlyPlainNumbers) {
    for (const char* text : {"", "localhost", "127.1", "0x7f.0.0.1", "2130706433", "127.0.0.1:80", "[::1]",
                             "fe80::1%eth0", " 127.0.0.1", "1.2.3.4.5"})
        EXPECT_FALSE(IpAddress::parse(text)) << text;
    EXPECT_FALSE(IpAddress::parse(std::string_view("127.0.0.1\0x", 11)));
    EXPECT_EQ(IpAddress::parse("2001:DB8:0::1")->text(), "2001:db8::1");
    EXPECT_EQ(IpAddress::parse("192.0.2.1")->text(), "192.0.2.1");
}

}  // namespace
}  // namespace lectern::media
