#include "server/pipeline/download_link.hpp"

#include <gtest/gtest.h>

namespace lectern::pipeline {
namespace {

TEST(TaskLink, IsTheLinkOfTheTaskOrMadeFromItsId) {
    const std::string drive = "https://drive.google.com/file/d/{id}/view";
    EXPECT_EQ(download_link("https://a.example/x", "id", drive), "https://a.example/x");
    EXPECT_EQ(download_link({}, "1AbC_-9", drive), "https://drive.google.com/file/d/1AbC_-9/view");
    EXPECT_EQ(download_link({}, "a", "https://x/{id}?again={id}"), "https://x/a?again=a");
    EXPECT_EQ(download_link({}, "a", "https://x/"), "https://x/");
}

TEST(TaskLink, AnIdCannotChangeTheHostOrTheFolder) {
    EXPECT_EQ(download_link({}, "../../etc/passwd", "file:///import/{id}.mp4"),
              "file:///import/..%2F..%2Fetc%2Fpasswd.mp4");
    EXPECT_EQ(download_link({}, "evil.example/?#@:", "https://{id}.good.example/"),
              "https://evil.example%2F%3F%23%40%3A.good.example/");
    EXPECT_EQ(download_link({}, "{id}", "https://x/{id}/{id}"), "https://x/%7Bid%7D/%7Bid%7D");
}

TEST(HostOf, CountsTheDownloadsOfOneHostTogether) {
    media::SourceOptions options;
    options.allowed_hosts = {"media.example", "media.example:8443"};
    options.import_folder = "/import";
    const auto host = [&](const char* link) { return host_of(media::parse_link(link, options).value()); };
    EXPECT_EQ(host("https://drive.google.com/file/d/1234567890123456789012345/view"), "drive");
    EXPECT_EQ(host("https://docs.google.com/uc?id=1234567890123456789012345"), "drive");
    EXPECT_EQ(host("https://MEDIA.example/a.mp4"), "media.example");
    EXPECT_EQ(host("https://media.example:8443/a.mp4"), "media.example:8443");
    EXPECT_EQ(host("file:///import/a.mp4"), "");
    EXPECT_EQ(host("upload://00000000-0000-4000-8000-000000000000"), "");
}

}  // namespace
}  // namespace lectern::pipeline
