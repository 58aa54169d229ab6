#include "storage/lectures/proxy_store.hpp"

#include "domain/job/job.hpp"
#include "storage/files/layout.hpp"
#include "storage/scrub/claims.hpp"
#include "tests/storage/store_fixture.hpp"

#include <gmock/gmock.h>

namespace lectern::storage::test {
namespace {

using testing::Contains;
using testing::ElementsAre;

class ProxyStoreTest : public StoreTest {
protected:
    std::optional<Proxy> proxy_of(const Lecture& lecture) { return proxies.find(lecture.id).value().proxy; }
    Job claim_proxy() { return jobs.claim(boot, {JobKind::proxy}, now, lease_length).value(); }
    RecordingFile made(const std::string& file) const { return {file, 15, "0123", now}; }

    ProxyStore proxies{*database, 1000};
};
LECTERN_ON_BOTH_DRIVERS(ProxyStoreTest);

TEST_P(ProxyStoreTest, IsMadeOnce) {
    const Lecture lecture = finished("a");
    EXPECT_EQ(proxy_of(lecture), std::nullopt);
    const std::string id = uuid();
    EXPECT_EQ(proxies.order(lecture.id, id, now).value(), id);
    EXPECT_EQ(proxies.order(lecture.id, uuid(), now).value(), id) << "one is queued";
    EXPECT_EQ(proxy_of(lecture)->state, JobState::queued);
    const Job job = claim_proxy();
    jobs.heartbeat(lease_of(job), 0.5, now, lease_length);
    EXPECT_EQ(lectures.with_snippets(lecture.id)->proxy->progress, 0.5);
    proxies.finish(lease_of(job), made("lectures/x"), now);
    EXPECT_EQ(proxies.order(lecture.id, uuid(), now).value(), id) << "one is there";
    const Proxy proxy = lectures.with_snippets(lecture.id)->proxy.value();
    ASSERT_TRUE(proxy.file);
    EXPECT_EQ(proxy.file->file, "lectures/x");
    EXPECT_EQ(proxy.file->bytes, 15);
    EXPECT_EQ(proxy.file->sha256, "0123");
    EXPECT_EQ(proxy.file->came_at, now);
    EXPECT_EQ(proxy.state, JobState::succeeded);
    EXPECT_THROW(proxies.finish(lease_of(job), made("lectures/x"), now), LeaseLost);
}

TEST_P(ProxyStoreTest, CanBeOrderedAgainAfterAFailure) {
    const Lecture lecture = finished("a");
    ASSERT_TRUE(proxies.order(lecture.id, uuid(), now));
    const Job job = claim_proxy();
    jobs.fail(lease_of(job), {JobState::failed, now, "It cannot be decoded."}, now);
    EXPECT_EQ(proxy_of(lecture)->state, JobState::failed);
    EXPECT_EQ(proxy_of(lecture)->error, "It cannot be decoded.");
    EXPECT_THAT(trashed(), Contains(lecture_extra_file(lecture.folder_name(), JobKind::proxy, job.id)));
    EXPECT_EQ(lectures.get(lecture.id)->status, LectureStatus::finished);
    const std::string again = uuid();
    EXPECT_EQ(proxies.order(lecture.id, again, now).value(), again);
    EXPECT_EQ(claim_proxy().id, again);
}

TEST_P(ProxyStoreTest, IsRefusedWhereThereIsNoNeed) {
    EXPECT_EQ(proxies.order(77, uuid(), now).error().code, ErrorCode::not_found);
    const Lecture done = finished("b");
    const Lecture waiting = create("a");
    EXPECT_EQ(proxies.order(waiting.id, uuid(), now).error().code, ErrorCode::conflict);
    DownloadedRecording recording{{"lectures/r", 5, "ab", now}, 100.0};
    recording.playback = Playback{"video/mp4", "avc1", 64, 36, 25, ""};
    pipeline.finish_download(lease_of(claim()), recording, uuid(), now);
    EXPECT_EQ(proxies.order(waiting.id, uuid(), now).error().code, ErrorCode::conflict) << "browsers play it";
    ProxyStore full{*database, 0};
    EXPECT_EQ(full.order(done.id, uuid(), now).error().code, ErrorCode::busy);
}

TEST_P(ProxyStoreTest, AJobWhosePlaceIsTakenThrowsItsFileAway) {
    const Lecture lecture = finished("a");
    ASSERT_TRUE(proxies.order(lecture.id, uuid(), now));
    const Job job = claim_proxy();
    database->write([&](Transaction& tx) {
        tx.query({"test", "UPDATE proxies SET job_id = 'another' WHERE lecture_id = $1"}, {lecture.id});
    });
    proxies.finish(lease_of(job), made("lectures/x"), now);
    EXPECT_THAT(trashed(), ElementsAre("lectures/x"));
    EXPECT_EQ(proxy_of(lecture)->file, std::nullopt);
}

TEST_P(ProxyStoreTest, IsClaimedByItsRow) {
    const Lecture lecture = finished("a");
    ASSERT_TRUE(proxies.order(lecture.id, uuid(), now));
    proxies.finish(lease_of(claim_proxy()), made("lectures/x"), now);
    const Claims claims = read_claims(*database);
    ASSERT_TRUE(claims.files.contains("lectures/x"));
    EXPECT_EQ(claims.files.at("lectures/x").sha256, "0123");
    EXPECT_EQ(description_of(claims.files.at("lectures/x")),
              "proxy of session " + std::to_string(lecture.id));
}

}  // namespace
}  // namespace lectern::storage::test
