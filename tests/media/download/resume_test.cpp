#include "media/download/resume.hpp"

#include "tests/media/support/fetching/fetch_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

namespace lectern::media {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(ArrivalOfAnAnswer, HoldsOnlyWhatACheckpointCan) {
    const Arrival now = arrival_of(
        HttpHead{
            200,
            {{"ETag", "\"\xe0\""}, {"Last-Modified", "Mon\x01"}, {"x-goog-hash", std::string(5'000, 'x')}}},
        {});
    EXPECT_EQ(now.etag + now.modified + now.hash, "");
    EXPECT_EQ(arrival_of(HttpHead{200, {{"ETag", "\"a\""}}}, {}).etag, "\"a\"");
}

TEST(ResumeStepTable, AppendsOnlyWhatFits) {
    Arrival here;
    here.have = 5;
    here.total = 10;
    here.etag = "\"a\"";
    here.modified = "Mon";
    here.hash = "crc32c=x";
    struct Case {
        int status;
        std::vector<HttpHeader> headers;
        ResumeStep step;
    };
    const Case table[] = {
        {206, {{"Content-Range", "bytes 5-9/10"}}, ResumeStep::append},
        {206, {{"Content-Range", "bytes 5-7/10"}}, ResumeStep::append},
        {206, {{"Content-Range", "bytes 5-9/10"}, {"ETag", "\"a\""}}, ResumeStep::append},
        {206, {{"Content-Range", "bytes 5-9/10"}, {"ETag", "\"b\""}}, ResumeStep::ask_again},
        {206, {{"Content-Range", "bytes 5-9/10"}, {"Last-Modified", "Tue"}}, ResumeStep::ask_again},
        {206, {{"Content-Range", "bytes 5-9/10"}, {"x-goog-hash", "crc32c=y"}}, ResumeStep::ask_again},
        {206, {{"Content-Range", "bytes 4-9/10"}}, ResumeStep::ask_again},
        {206, {{"Content-Range", "bytes 6-9/10"}}, ResumeStep::ask_again},
        {206, {{"Content-Range", "bytes 5-10/11"}}, ResumeStep::ask_again},
        {206, {{"Content-Range", "bytes 5-9/*"}}, ResumeStep::ask_again},
        {206, {}, ResumeStep::ask_again},
        {206, {{"Content-Type", "multipart/byteranges; boundary=x"}}, ResumeStep::ask_again},
        {200, {{"Content-Length", "10"}}, ResumeStep::start_over},
        {416, {{"Content-Range", "bytes */10"}}, ResumeStep::ask_again},
        {416, {{"Content-Range", "bytes */5"}}, ResumeStep::ask_again},
        {416, {}, ResumeStep::ask_again},
    };
    for (const auto& [status, headers, step] : table)
        EXPECT_EQ(resume_step(HttpHead{status, headers}, here), step)
            << status << " " << (headers.empty() ? "" : headers.back().value);
    here.have = 10;
    EXPECT_EQ(resume_step(HttpHead{416, {{"Content-Range", "bytes */10"}}}, here), ResumeStep::complete);
    here.total = -1;
    EXPECT_EQ(resume_step(HttpHead{416, {{"Content-Range", "bytes */10"}}}, here), ResumeStep::complete);
    here.total = 11;
    EXPECT_EQ(resume_step(HttpHead{416, {{"Content-Range", "bytes */10"}}}, here), ResumeStep::ask_again);
}

TEST(ResumeOfAStretch, CountsFromItsBeginning) {
    Arrival here;
    here.first = 100;
    here.length = 50;
    struct Case {
        std::int64_t have;
        int status;
        std::vector<HttpHeader> headers;
        ResumeStep step;
    };
    const Case table[] = {
        {0, 206, {{"Content-Range", "bytes 100-149/1000"}}, ResumeStep::append},
        {0, 206, {{"Content-Range", "bytes 100-149/*"}}, ResumeStep::append},
        {20, 206, {{"Content-Range", "bytes 120-149/1000"}}, ResumeStep::append},
        {0, 206, {{"Content-Range", "bytes 100-139/140"}}, ResumeStep::ask_again},
        {0, 206, {{"Content-Range", "bytes 0-49/1000"}}, ResumeStep::ask_again},
        {20, 206, {{"Content-Range", "bytes 100-149/1000"}}, ResumeStep::ask_again},
        {0, 200, {{"Content-Length", "1000"}}, ResumeStep::no_ranges},
        {0, 200, {{"Content-Length", "50"}}, ResumeStep::no_ranges},
        {0, 416, {{"Content-Range", "bytes */90"}}, ResumeStep::ask_again},
    };
    for (const auto& [have, status, headers, step] : table) {
        here.have = have;
        EXPECT_EQ(resume_step(HttpHead{status, headers}, here), step) << headers.back().value;
        if (step == ResumeStep::append) {
            const Arrival now = arrival_of(HttpHead{status, headers}, here);
            EXPECT_EQ(now.total, 50);
            EXPECT_EQ(now.have, have);
            EXPECT_EQ(now.first, 100);
        }
    }
    here = Arrival{};
    here.length = 50;
    EXPECT_EQ(resume_step(HttpHead{200, {{"Content-Length", "50"}}}, here), ResumeStep::start_over)
        << "the stretch is the file";
}

class Resume : public FetchFixture {
protected:
    std::string from(std::int64_t first) const { return "bytes=" + std::to_string(first) + "-"; }
    std::int64_t cut() const {
        return static_cast<std::int64_t>(static_cast<double>(drive_server->bytes()) * 0.27);
    }
};

TEST_F(Resume, GoesOnAfter27Percent) {
    expect_whole(drive("cut"));
    EXPECT_THAT(ranges("cut"), ElementsAre("", from(cut())));
    EXPECT_EQ(drive_server->log(id_of("cut")).at(1).at("if_range"), "\"v1\"");
}

TEST_F(Resume, ConfirmsAgainBeforeItGoesOn) {
    expect_whole(drive("confirmcut"));
    EXPECT_THAT(ranges("confirmcut"), ElementsAre("", "", from(cut()), from(cut())));
    const auto log = drive_server->log(id_of("confirmcut"));
    EXPECT_TRUE(log[2].at("cookie").is_null()) << "cookies of one try are not used in the next";
    EXPECT_EQ(log[3].at("cookie"), "download_warning=c2");
}

TEST_F(Resume, AnyNumberOfTimesWhileItGetsOn) {
    options.tries = 1;
    expect_whole(drive("cutoften"));
    EXPECT_EQ(ranges("cutoften").size(), 6u);
}

TEST_F(Resume, GivesUpWithoutProgressAndNeverCallsAPieceTheWhole) {
    options.tries = 3;
    const auto failure = expect_failure(drive("cutforever"), FailureKind::transient);
    EXPECT_THAT(failure.message, HasSubstr("broke"));
    EXPECT_EQ(ranges("cutforever").size(), 4u)
        << "one that brought something, three that brought nothing more";
}

TEST_F(Resume, StartsOverWhenTheAnswerDoesNotFit) {
    for (const char* scene : {"wrongtotal", "wrongstart"}) {
        target.checkpoint.clear();
        expect_whole(drive(scene));
        EXPECT_THAT(ranges(scene), ElementsAre("", from(cut()), "")) << scene;
    }
    target.checkpoint.clear();
    expect_whole(drive("changed"));
    EXPECT_THAT(ranges("changed"), ElementsAre("", from(cut()), ""));
}

TEST_F(Resume, StartsOverWhenTheServerIgnoresRanges) {
    expect_whole(drive("norange"));
    EXPECT_THAT(ranges("norange"), ElementsAre("", from(cut())));
}

TEST_F(Resume, NeverAppendsAPage) {
    const auto failure = expect_failure(drive("htmlmiddle"), FailureKind::transient);
    EXPECT_THAT(failure.message, HasSubstr("some hours"));
    EXPECT_EQ(content().size(), static_cast<std::size_t>(cut())) << "kept for the next attempt";
    expect_whole(drive("htmlonce"));
    EXPECT_THAT(ranges("htmlonce"), ElementsAre("", from(cut()), from(cut())));
}

TEST_F(Resume, LearnsTheLengthWhenNobodySaidIt) {
    expect_whole(drive("nolength"));
    EXPECT_THAT(ranges("nolength"), ElementsAre("", "bytes=0-0", ""));
    target.checkpoint.clear();
    expect_whole(drive("nolengthnorange"));
}

TEST_F(Resume, GoesOnInALaterAttempt) {
    options.tries = 1;
    const auto link = drive("htmlmiddle");
    expect_failure(link, FailureKind::transient);
    ASSERT_FALSE(checkpoints.empty());
    target.checkpoint = checkpoints.back();
    auto direct = drive("direct");
    direct.key = link.key;  // the same recording, now without a quota
    expect_whole(direct);
    EXPECT_THAT(ranges("direct"), ElementsAre(from(cut())));
}

TEST_F(Resume, FindsACompleteFileComplete) {
    const auto link = drive("direct");
    const auto first = expect_whole(link);
    target.checkpoint = checkpoints.back();
    const auto second = expect_whole(link);
    EXPECT_EQ(second.suggested_name, first.suggested_name) << "416 says no name: the checkpoint does";
    EXPECT_THAT(ranges("direct"), ElementsAre("", from(drive_server->bytes())));
}

TEST_F(Resume, TrustsNoCheckpointFurtherThanTheFile) {
    const auto link = drive("direct");
    expect_whole(link);
    const std::string good = checkpoints.back();
    target.checkpoint = good;
    ASSERT_EQ(::ftruncate(target.fd, 1000), 0);
    expect_whole(link);
    EXPECT_EQ(ranges("direct").back(), from(1000));
    for (const std::string& bad :
         {std::string("not JSON"), std::string("[]"), std::string("{\"key\":\"drive:other\",\"bytes\":5}"),
          "{\"key\":\"" + link.key + "\",\"bytes\":-5,\"total\":\"x\"}", "{\"key\":\"" + link.key + "\"}"}) {
        target.checkpoint = bad;
        expect_whole(link);
        EXPECT_EQ(ranges("direct").back(), "") << bad;
    }
}

TEST_F(Resume, ABrokenPrefixDoesNotSurviveTheMd5) {
    options.drive_api_key = "test-key";
    const auto link = drive("direct");
    expect_whole(link);
    target.checkpoint = checkpoints.back();
    ASSERT_EQ(::pwrite(target.fd, "broken", 6, 100), 6);
    expect_whole(link);
    EXPECT_EQ(ranges("direct").back(), "") << "the whole again";
}

}  // namespace
}  // namespace lectern::media
