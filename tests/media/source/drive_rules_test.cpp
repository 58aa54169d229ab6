#include "media/source/drive_rules.hpp"

#include <gtest/gtest.h>

namespace lectern::media {
namespace {

TEST(DriveRules, KnowTheHostsOfGoogle) {
    for (const char* host : {"google.com", "www.google.com", "ipv4.google.com", "google.cat", "google.de",
                             "www.google.com.vn", "google.co.uk", "google.com.co"})
        EXPECT_TRUE(is_google(host)) << host;
    for (const char* host : {"google.evil.com", "www.google.evil.com", "google.com.evil.com",
                             "google.com.evil", "evilgoogle.com", "google.com.co.uk", "google.xyz",
                             "google.ab.de", "google.", "google", "google.1a", ""})
        EXPECT_FALSE(is_google(host)) << host;
}

TEST(DriveRules, BelieveOnlyGoogleThatItBlocks) {
    const auto refusal = [](const char* address) {
        return refuse_for_drive(*Url::parse(address), SourceOptions{}).value().kind;
    };
    EXPECT_EQ(refusal("https://www.google.com/sorry/index?continue=x"), FailureKind::host_refuses);
    EXPECT_EQ(refusal("https://google.evil.com/sorry/index?continue=x"), FailureKind::permanent);
}

}  // namespace
}  // namespace lectern::media
