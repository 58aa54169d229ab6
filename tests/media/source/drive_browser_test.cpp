#include "tests/media/support/fetching/fetch_fixture.hpp"

#include <algorithm>
#include <stdexcept>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

namespace lectern::media {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class Drive : public FetchFixture {};

TEST_F(Drive, TakesAFileAtOnce) {
    const auto fetched = expect_whole(drive("direct"));
    EXPECT_EQ(fetched.suggested_name, "lesson.mp4");
    EXPECT_EQ(fetched.content_type, "application/octet-stream");
    const auto log = drive_server->log(id_of("direct"));
    ASSERT_EQ(log.size(), 1u);
    EXPECT_EQ(log[0].at("path"), "/download");
    EXPECT_EQ(log[0].at("query").at("confirm"), "t");
    EXPECT_EQ(log[0].at("query").at("export"), "download");
    EXPECT_EQ(log[0].at("encoding"), "identity");
    EXPECT_THAT(std::string(log[0].at("agent").as_string()), HasSubstr("Mozilla/5.0"));
    EXPECT_FALSE(log[0].at("query").as_object().contains("resourcekey"));
}

TEST_F(Drive, SendsTheResourceKey) {
    auto link = drive("direct");
    link.resource_key = "0-abc";
    expect_whole(link);
    EXPECT_EQ(drive_server->log(id_of("direct")).at(0).at("query").at("resourcekey"), "0-abc");
}

TEST_F(Drive, SendsTheConfirmFormBackWithItsCookie) {
    expect_whole(drive("confirm"));
    const auto log = drive_server->log(id_of("confirm"));
    ASSERT_EQ(log.size(), 2u);
    EXPECT_TRUE(log[0].at("cookie").is_null());
    EXPECT_EQ(log[1].at("cookie"), "download_warning=c1");
    EXPECT_EQ(log[1].at("query").at("uuid"), "a&b=c d");
    EXPECT_EQ(log[1].at("query").at("at"), "x\"y");
}

TEST_F(Drive, ConfirmsTwiceButNotForever) {
    expect_whole(drive("twice"));
    EXPECT_EQ(drive_server->log(id_of("twice")).size(), 3u);
    const auto failure = expect_failure(drive("endless"), FailureKind::transient);
    EXPECT_THAT(failure.message, HasSubstr("confirmation"));
    EXPECT_EQ(drive_server->log(id_of("endless")).size(), 3u);
}

TEST_F(Drive, KnowsItsPages) {
    struct Case {
        const char* scene;
        FailureKind kind;
        const char* words;
    };
    for (const auto& [scene, kind, words] : {
             Case{"signin", FailureKind::permanent, "'Anyone with the link'"},
             Case{"signinpage", FailureKind::permanent, "'Anyone with the link'"},
             Case{"gone", FailureKind::permanent, "no such file"},
             Case{"denied", FailureKind::permanent, "refuses"},
             Case{"infected", FailureKind::permanent, "virus"},
             Case{"page", FailureKind::transient, "does not know"},
             Case{"gzip", FailureKind::permanent, "does not read"},
         }) {
        const auto failure = expect_failure(drive(scene), kind);
        EXPECT_THAT(failure.message, HasSubstr(words)) << scene;
        EXPECT_EQ(drive_server->log(id_of(scene)).size(), 1u) << scene << " is final";
        EXPECT_EQ(content(), "") << scene;
    }
}

TEST_F(Drive, WaitsHoursForTheQuota) {
    const auto failure = expect_failure(drive("quota"), FailureKind::transient);
    EXPECT_THAT(failure.message, HasSubstr("some hours"));
    EXPECT_EQ(failure.retry_after, std::chrono::hours(6));
    EXPECT_EQ(drive_server->log(id_of("quota")).size(), 1u);
}

TEST_F(Drive, BacksOffWhenAsked) {
    EXPECT_EQ(expect_failure(drive("busy"), FailureKind::host_refuses).retry_after, std::chrono::seconds(0));
    EXPECT_EQ(drive_server->log(id_of("busy")).size(), 1u) << "other downloads of the host must wait, too";
    expect_whole(drive("busy"));
    const auto failure = expect_failure(drive("busylong"), FailureKind::host_refuses);
    EXPECT_EQ(failure.retry_after, std::chrono::hours(1)) << "an hour is the job's to wait, not the thread's";
    EXPECT_EQ(drive_server->log(id_of("busylong")).size(), 1u);
    expect_failure(drive("broken"), FailureKind::host_refuses);
    EXPECT_EQ(drive_server->log(id_of("broken")).size(), 1u);
    expect_whole(drive("htmlonce"));  // a host that has given something is asked again
}

TEST_F(Drive, ABlockOfThisServerIsNotAboutTheFile) {
    for (const char* scene : {"sorry", "sorrypage", "sorryhere", "sorry429"}) {
        const auto failure = expect_failure(drive(scene), FailureKind::host_refuses);
        EXPECT_THAT(failure.message, HasSubstr("blocks this server's address")) << scene;
        EXPECT_EQ(failure.retry_after, options.block_pause) << scene;
        EXPECT_EQ(drive_server->log(id_of(scene)).size(), 1u) << scene;
    }
    EXPECT_EQ(expect_failure(drive("sorrysoon"), FailureKind::host_refuses).retry_after,
              std::chrono::minutes(5));
    expect_failure(drive("sorryupload"), FailureKind::transient);  // nobody's file stops the others
}

TEST_F(Drive, FollowsOnlyItsOwnRedirects) {
    expect_whole(drive("hop"));
    for (const char* scene : {"foreign", "plainhttp", "private", "mapped", "nowhere"}) {
        expect_failure(drive(scene), FailureKind::permanent);
        EXPECT_EQ(drive_server->log(id_of(scene)).size(), 1u) << scene;
    }
    EXPECT_TRUE(drive_server->log("direct-plain").empty());
    EXPECT_THAT(expect_failure(drive("circle"), FailureKind::permanent).message, HasSubstr("circle"));
    EXPECT_EQ(drive_server->log(id_of("circle")).size(), 11u);
}

TEST_F(Drive, RefusesPrivateAddressesOfAllowedHosts) {
    options.drive_hosts = {"10.0.0.1", "::ffff:10.0.0.1"};
    for (const char* scene : {"private", "mapped"}) {
        const auto failure = expect_failure(drive(scene), FailureKind::permanent);
        EXPECT_THAT(failure.detail, HasSubstr("forbidden address")) << scene;
    }
    options.allow_loopback_addresses = false;
    EXPECT_THAT(expect_failure(drive("direct"), FailureKind::permanent).detail,
                HasSubstr("forbidden address"));
    EXPECT_TRUE(drive_server->log(id_of("direct")).empty()) << "nothing was sent";
}

TEST_F(Drive, RefusesAnUnknownAuthority) {
    options.ca_file.clear();
    const auto failure = expect_failure(drive("direct"), FailureKind::permanent);
    EXPECT_THAT(failure.message, HasSubstr("certificate"));
    EXPECT_THAT(failure.detail, HasSubstr("not trusted"));
    EXPECT_TRUE(drive_server->log(id_of("direct")).empty()) << "nothing was sent";
}

TEST_F(Drive, ReadsTheExtendedName) {
    EXPECT_EQ(expect_whole(drive("named")).suggested_name, "B\xc3\xa0i; gi\xe1\xba\xa3ng 01.mp4");
}

TEST_F(Drive, HasAProgress) {
    std::vector<double> fractions;
    const auto fetched =
        fetch_from(drive("direct"), {{}, [&](double fraction) { fractions.push_back(fraction); }});
    ASSERT_TRUE(fetched.has_value());
    ASSERT_FALSE(fractions.empty());
    EXPECT_TRUE(std::ranges::is_sorted(fractions));
    EXPECT_GE(fractions.front(), 0);
    EXPECT_EQ(fractions.back(), 1);
}

TEST_F(Drive, CapsTheSize) {
    options.max_bytes = drive_server->bytes() - 1;
    EXPECT_THAT(expect_failure(drive("direct"), FailureKind::permanent).message, HasSubstr("larger"));
    EXPECT_EQ(content(), "") << "the announced size is enough to know";
    EXPECT_THAT(expect_failure(drive("nolengthnorange"), FailureKind::permanent).message,
                HasSubstr("larger"));
    EXPECT_EQ(content(), "") << "nobody can use what came before the limit";
    options.max_bytes = drive_server->bytes();
    expect_whole(drive("direct"));
}

TEST_F(Drive, AsksForSpaceFirst) {
    std::vector<std::int64_t> asked;
    target.reserve = [&](std::int64_t more) -> Outcome<> {
        asked.push_back(more);
        return {};
    };
    expect_whole(drive("cut"));
    EXPECT_THAT(asked, ElementsAre(drive_server->bytes()));
    target.reserve = [](std::int64_t) -> Outcome<> { return Failure::storage_full("No space."); };
    target.checkpoint.clear();
    expect_failure(drive("direct"), FailureKind::storage_full);
}

TEST_F(Drive, SaysWhenTheDiskIsFull) {
    target.fd = ::open("/dev/full", O_RDWR | O_CLOEXEC);
    ASSERT_GE(target.fd, 0);
    const auto failure = expect_failure(drive("direct"), FailureKind::storage_full);
    EXPECT_THAT(failure.message, HasSubstr("no space"));
    ::close(target.fd);
}

TEST_F(Drive, DropsAStalledConnection) {
    options.stall_timeout = std::chrono::milliseconds(50);
    options.tries = 1;
    const auto failure = expect_failure(drive("stall"), FailureKind::transient);
    EXPECT_THAT(failure.detail, HasSubstr("stalled"));
    EXPECT_EQ(content().size(), 1000u);
    drive_server->release(id_of("stall"));
}

TEST_F(Drive, ASourceThatTricklesMakesRoomForOthers) {
    options.stall_timeout = std::chrono::seconds(2);
    options.slowest = 1'000'000;
    const auto failure = expect_failure(drive("trickle"), FailureKind::transient);
    EXPECT_THAT(failure.message, HasSubstr("so slowly"));
    EXPECT_EQ(drive_server->log(id_of("trickle")).size(), 1u)
        << "it is the job's to try again, not the thread's";
    drive_server->release(id_of("trickle"));
}

TEST_F(Drive, EndsWhenCancelled) {
    std::stop_source source;
    options.checkpoint_bytes = 1;  // the first bytes call us
    target.save_checkpoint = [&](const std::string&) { source.request_stop(); };
    const auto fetched = fetch_from(drive("stall"), {source.get_token(), {}});
    ASSERT_TRUE(fetched.has_error());
    EXPECT_EQ(fetched.error().kind, FailureKind::cancelled);
    drive_server->release(id_of("stall"));
}

TEST_F(Drive, PassesOnWhatTheCallbacksThrow) {
    options.checkpoint_bytes = 1;
    target.save_checkpoint = [](const std::string&) { throw std::runtime_error("the lease is lost"); };
    EXPECT_THROW((void)fetch_from(drive("direct")), std::runtime_error);
}

}  // namespace
}  // namespace lectern::media
