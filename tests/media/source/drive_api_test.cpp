#include "tests/media/support/fetching/fetch_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lectern::media {
namespace {

using testing::HasSubstr;
using testing::Not;

class DriveApi : public FetchFixture {
protected:
    DriveApi() { options.drive_api_key = "test-key"; }
};

TEST_F(DriveApi, TakesTheFileAndItsName) {
    auto link = drive("direct");
    link.resource_key = "0-abc";
    const auto fetched = expect_whole(link);
    EXPECT_EQ(fetched.suggested_name, "B\xc3\xa0i 1.mp4");
    EXPECT_EQ(fetched.content_type, "video/mp4");
    const auto log = drive_server->log(id_of("direct"));
    ASSERT_EQ(log.size(), 2u);
    EXPECT_EQ(log[1].at("query").at("alt"), "media");
    for (const auto& entry : log)
        EXPECT_EQ(entry.at("resource_keys"), boost::json::value(link.id + "/0-abc"));
}

TEST_F(DriveApi, GoesOnAfterACut) {
    expect_whole(drive("apicut"));
    const auto all = ranges("apicut");
    ASSERT_EQ(all.size(), 4u) << "metadata and media, twice";
    EXPECT_THAT(all[3], testing::StartsWith("bytes="));
}

TEST_F(DriveApi, KnowsTheReasons) {
    struct Case {
        const char* reason;
        FailureKind kind;
        const char* words;
        std::size_t asked;
    };
    options.tries = 2;
    for (const auto& [reason, kind, words, asked] : {
             Case{"notFound", FailureKind::permanent, "'Anyone with the link'", 1},
             Case{"downloadQuotaExceeded", FailureKind::transient, "some hours", 1},
             Case{"rateLimitExceeded", FailureKind::host_refuses, "too many requests", 1},
             Case{"userRateLimitExceeded", FailureKind::host_refuses, "too many requests", 1},
             Case{"dailyLimitExceeded", FailureKind::host_refuses, "daily limit", 1},
             Case{"cannotDownloadFile", FailureKind::permanent, "owner", 1},
             Case{"insufficientFilePermissions", FailureKind::permanent, "owner", 1},
             Case{"keyInvalid", FailureKind::permanent, "API key", 1},
             Case{"accessNotConfigured", FailureKind::permanent, "API key", 1},
             Case{"cannotDownloadAbusiveFile", FailureKind::permanent, "harmful", 1},
             Case{"fileNotDownloadable", FailureKind::permanent, "Google document", 1},
             Case{"authError", FailureKind::permanent, "'Anyone with the link'", 1},
             Case{"backendError", FailureKind::host_refuses, "problem", 1},
         }) {
        const auto failure = expect_failure(drive(reason), kind);
        EXPECT_THAT(failure.message, HasSubstr(words)) << reason;
        EXPECT_THAT(failure.detail, Not(HasSubstr("test-key"))) << "keys stay out of logs";
        EXPECT_EQ(drive_server->log(id_of(reason)).size(), asked) << reason;
    }
}

TEST_F(DriveApi, MeetsTheQuotaAtTheMediaToo) {
    EXPECT_EQ(expect_failure(drive("mediaquota"), FailureKind::transient).retry_after, std::chrono::hours(6));
    expect_failure(drive("limitonce"), FailureKind::host_refuses);
    expect_whole(drive("limitonce"));
}

TEST_F(DriveApi, ABlockOfThisServerIsNotAboutTheFile) {
    for (const char* scene : {"sorry", "sorrypage", "sorryhere", "sorry429", "sorrymedia"}) {
        const auto failure = expect_failure(drive(scene), FailureKind::host_refuses);
        EXPECT_THAT(failure.message, HasSubstr("blocks this server's address")) << scene;
        EXPECT_EQ(failure.retry_after, options.block_pause) << scene;
    }
}

TEST_F(DriveApi, RefusesDocuments) {
    EXPECT_THAT(expect_failure(drive("gdoc"), FailureKind::permanent).message, HasSubstr("Google document"));
}

TEST_F(DriveApi, FollowsAShortcut) {
    const auto fetched = expect_whole(drive("shortcut"));
    EXPECT_EQ(fetched.suggested_name, "B\xc3\xa0i 1.mp4");
    const std::string wanted = "direct-" + std::string(30, '9');
    const auto log = drive_server->log(wanted);
    ASSERT_EQ(log.size(), 2u);
    EXPECT_EQ(log[0].at("resource_keys"), boost::json::value(wanted + "/0-target"));
}

TEST_F(DriveApi, SaysWhatAShortcutLeadsTo) {
    const std::pair<const char*, const char*> table[] = {
        {"folder", "is a Google Drive folder"},
        {"shortcutfolder", "shortcut to a Google Drive folder"},
        {"shortcutdoc", "shortcut to a Google document"},
        {"shortcutagain", "shortcut to another shortcut"},
        {"shortcutblind", "does not tell to which file"},
        {"shortcutgone", "About the file that it leads to: Google Drive shows no such file"},
    };
    for (const auto& [scene, words] : table)
        EXPECT_THAT(expect_failure(drive(scene), FailureKind::permanent).message, HasSubstr(words)) << scene;
}

TEST_F(DriveApi, ComparesTheMd5) {
    options.tries = 2;
    const auto failure = expect_failure(drive("damaged"), FailureKind::transient);
    EXPECT_THAT(failure.message, HasSubstr("damaged"));
    EXPECT_EQ(content(), "") << "nothing of it is kept";
}

TEST_F(DriveApi, SaysWhenTheKeyIsRefused) {
    options.drive_api_key = "wrong-key";
    const auto failure = expect_failure(drive("direct"), FailureKind::permanent);
    EXPECT_THAT(failure.message, HasSubstr("API key"));
    EXPECT_THAT(failure.message + failure.detail, Not(HasSubstr("wrong-key")));
}

}  // namespace
}  // namespace lectern::media
