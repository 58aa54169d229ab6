#include "tests/storage/store_fixture.hpp"

#include <gmock/gmock.h>

namespace lectern::storage::test {
namespace {

using testing::Contains;
using testing::ElementsAre;

class LectureStoreTest : public StoreTest {
protected:
    std::vector<std::string> names(LectureOrder order, bool descending, std::int64_t skip = 0,
                                   std::int64_t limit = 100) {
        std::vector<std::string> result;
        for (const Lecture& lecture : lectures.list({skip, limit, order, descending}).items) {
            result.push_back(lecture.name);
        }
        return result;
    }
    void add(const std::string& name, std::optional<std::string> module, std::chrono::seconds age) {
        NewLecture lecture = recording(name);
        lecture.name = name;
        lecture.module = std::move(module);
        ASSERT_TRUE(lectures.create(lecture, uuid(), now - age).has_value());
    }

    TemporaryFolder other_folder;
};
LECTERN_ON_BOTH_DRIVERS(LectureStoreTest);

TEST_P(LectureStoreTest, ALectureIsAsItWasGivenWithItsDownloadQueued) {
    NewLecture wanted = recording("key");
    wanted.name = "Bài giảng số 1";
    wanted.module = "Marketing";
    const auto job_id = uuid();
    const Lecture made = lectures.create(wanted, job_id, now).value();
    const Lecture found = lectures.get(made.id).value();
    EXPECT_EQ(found.name, wanted.name);
    EXPECT_EQ(found.module, wanted.module);
    EXPECT_EQ(found.link, wanted.link);
    EXPECT_EQ(found.source_key, wanted.source_key);
    EXPECT_EQ(found.class_session_id, std::nullopt);
    EXPECT_EQ(found.status, LectureStatus::pending);
    EXPECT_EQ(found.error, "");
    EXPECT_FALSE(found.recording);
    EXPECT_EQ(found.duration, std::nullopt);
    EXPECT_EQ(found.job_id, job_id);
    EXPECT_EQ(found.created_at, now);
    const Job job = jobs.get(job_id).value();
    EXPECT_EQ(job.kind, JobKind::download);
    EXPECT_EQ(job.serial_key, "lecture/" + std::to_string(made.id));
    EXPECT_EQ(job.lecture_id, made.id);
    EXPECT_EQ(job.payload, wanted.download_payload);
    EXPECT_EQ(lectures.get(made.id + 1), std::nullopt);
}

TEST_P(LectureStoreTest, TheSameRecordingTwiceNamesTheFirst) {
    const Lecture first = create("a");
    const auto second = lectures.create(recording("a"), uuid(), now);
    ASSERT_TRUE(second.has_error());
    EXPECT_EQ(second.error().code, ErrorCode::duplicate);
    EXPECT_EQ(second.error().existing_id, first.id);
    EXPECT_EQ(count("jobs"), 1);
    EXPECT_EQ(count("recordings"), 0) << "a row is there only while a lecture is made";
}

TEST_P(LectureStoreTest, ARecordingIsTheSameWhoeverHasItForWhoSeesBothLectures) {
    const auto add_for = [&](std::optional<std::string> owner, std::optional<std::string> seen_by) {
        NewLecture lecture = recording("a");
        lecture.recording_key = lecture.source_key;
        if (owner) lecture.source_key = "client:" + *owner + " " + lecture.source_key;
        lecture.client_id = std::move(owner);
        lecture.seen_by_client = std::move(seen_by);
        return lectures.create(lecture, uuid(), now);
    };
    const std::int64_t lan = add_for("lan", std::nullopt).value().id;
    EXPECT_EQ(add_for(std::nullopt, std::nullopt).error().existing_id, lan) << "by its link";
    EXPECT_EQ(add_for("lan", "lan").error().existing_id, lan);
    const std::int64_t minh = add_for("minh", "minh").value().id;
    EXPECT_EQ(add_for("minh", "minh").error().existing_id, minh) << "of another client he learns nothing";
    EXPECT_EQ(add_for("minh", std::nullopt).error().existing_id, lan);
    ASSERT_TRUE(lectures.remove(lan, now).has_value());
    ASSERT_TRUE(lectures.remove(minh, now).has_value());
    EXPECT_TRUE(add_for(std::nullopt, std::nullopt).has_value());
}

TEST_P(LectureStoreTest, FilesHaveNamesThatNoOtherDatabaseGivesOut) {
    const Lecture first = create("a");
    EXPECT_EQ(first.folder_name().find(std::to_string(first.id) + "-"), 0u);
    EXPECT_EQ(lectures.get(first.id)->folder_name(), first.folder_name());
    const auto other = open_database(empty_database(other_folder.path()));
    other->migrate();
    const Lecture same_number = LectureStore(*other, 10).create(recording("a"), uuid(), now).value();
    EXPECT_EQ(same_number.id, first.id);
    EXPECT_NE(same_number.folder_name(), first.folder_name());
}

TEST_P(LectureStoreTest, AFullQueueCreatesNoLecture) {
    LectureStore small(*database, 1);
    ASSERT_TRUE(small.create(recording("a"), uuid(), now).has_value());
    const auto refused = small.create(recording("b"), uuid(), now);
    ASSERT_TRUE(refused.has_error());
    EXPECT_EQ(refused.error().code, ErrorCode::busy);
    EXPECT_TRUE(refused.error().retry_after.has_value());
    EXPECT_EQ(count("lectures"), 1);
    EXPECT_EQ(small.create(recording("a"), uuid(), now).error().code, ErrorCode::duplicate);
}

TEST_P(LectureStoreTest, ListsInEveryOrderWithTiesById) {
    add("b", "M2", 30s);
    add("B", std::nullopt, 20s);
    add("a", "M1", 20s);
    add("é", "M1", 10s);
    EXPECT_THAT(names(LectureOrder::id, false), ElementsAre("b", "B", "a", "é"));
    EXPECT_THAT(names(LectureOrder::id, true), ElementsAre("é", "a", "B", "b"));
    EXPECT_THAT(names(LectureOrder::created_at, false), ElementsAre("b", "B", "a", "é"));
    EXPECT_THAT(names(LectureOrder::created_at, true), ElementsAre("é", "a", "B", "b"));
    EXPECT_THAT(names(LectureOrder::name, false), ElementsAre("B", "a", "b", "é"));
    EXPECT_THAT(names(LectureOrder::name, true), ElementsAre("é", "b", "a", "B"));
    EXPECT_THAT(names(LectureOrder::module, false), ElementsAre("B", "a", "é", "b"));
    EXPECT_THAT(names(LectureOrder::module, true), ElementsAre("b", "é", "a", "B"));
}

TEST_P(LectureStoreTest, IsFilteredByWordsModuleAndStatus) {
    finished("f");
    add("Đại số tuyến tính", "Toán 1", 40s);
    add("Giải tích 100%", "Toán 1", 30s);
    add("Linear ALGEBRA", "Math", 20s);
    const auto found = [&](const LectureQuery& query) {
        const auto page = lectures.list(query);
        EXPECT_EQ(page.total, static_cast<std::int64_t>(page.items.size()));
        std::vector<std::string> result;
        for (const Lecture& lecture : page.items)
            result.push_back(lecture.name);
        return result;
    };
    const auto search = [&](const std::string& text) {
        LectureQuery query;
        query.text = text;
        return found(query);
    };
    database->write([](Transaction& tx) {
        tx.query({"test", "UPDATE lectures SET search_text = NULL WHERE module = 'Math'"});
    });
    lectures.fill_search_texts();
    EXPECT_THAT(search("dai so"), ElementsAre("Đại số tuyến tính"));
    EXPECT_THAT(search("SỐ toan"), ElementsAre("Đại số tuyến tính")) << "in the name or the module";
    EXPECT_THAT(search("algebra linear"), ElementsAre("Linear ALGEBRA")) << "a row of an earlier version";
    EXPECT_THAT(search("100%"), ElementsAre("Giải tích 100%"));
    EXPECT_THAT(search("toan"), ElementsAre("Giải tích 100%", "Đại số tuyến tính"));
    for (const char* nothing : {"_", "!", "dai algebra"})
        EXPECT_THAT(search(nothing), ElementsAre()) << nothing;
    EXPECT_EQ(search("").size(), 4u);
    LectureQuery query;
    query.module = "Toán 1";
    EXPECT_EQ(found(query).size(), 2u);
    query.text = "giai";
    EXPECT_THAT(found(query), ElementsAre("Giải tích 100%"));
    query.status = LectureStatus::finished;
    EXPECT_THAT(found(query), ElementsAre());
    query.text = query.module = std::nullopt;
    EXPECT_THAT(found(query), ElementsAre("Lecture f"));
}

TEST_P(LectureStoreTest, IsRenamed) {
    const Lecture lecture = create("a");
    const Timestamp later = now + 1s;
    const auto renamed = lectures.change(lecture.id, {"Đại số", "Year 2"}, later).value();
    EXPECT_EQ(renamed.name, lectures.get(lecture.id)->name);
    EXPECT_EQ(renamed.name, "Đại số");
    EXPECT_EQ(renamed.module, "Year 2");
    EXPECT_EQ(renamed.updated_at, later);
    EXPECT_EQ(renamed.status, lecture.status);
    LectureQuery query;
    query.text = "dai 2";
    EXPECT_EQ(lectures.list(query).total, 1) << "a search finds the new name and module";
    query.text = "lecture";
    EXPECT_EQ(lectures.list(query).total, 0);
    EXPECT_EQ(lectures.change(lecture.id, {}, later + 1s)->updated_at, later) << "nothing has changed";
    EXPECT_EQ(lectures.change(lecture.id, {std::nullopt, ""}, later)->module, std::nullopt);
    EXPECT_EQ(lectures.change(lecture.id + 1, {"x", "y"}, later).error().code, ErrorCode::not_found);
}

TEST_P(LectureStoreTest, SearchesOfManyWordsShareAFewStatements) {
    const auto one = open_again(1);
    LectureStore store(*one, 10);
    LectureQuery query;
    query.text = "";
    std::string name;
    for (int words = 1; words <= 20; ++words) {
        const std::string word = "w" + std::to_string(words);
        name += word + " ";
        *query.text += word + " " + word + " ";
        EXPECT_EQ(store.list(query).total, 0) << word;
        add(name, std::nullopt, 0s);
        EXPECT_EQ(store.list(query).total, 1) << word;
    }
    if (GetParam() != Driver::postgresql) return;
    const Statement prepared{
        "test.prepared", "SELECT count(*) AS n FROM pg_prepared_statements WHERE name LIKE '%lecture.list'"};
    EXPECT_EQ(one->query(prepared).front().integer("n"), 6) << "for 1, 2, 4, 8, 16 and 32 words";
}

TEST_P(LectureStoreTest, OrdersByTheWordsOfTheStatus) {
    finished("f");
    create("p");
    const Lecture failed = create("x");
    ASSERT_TRUE(lectures.cancel(failed.id, now).has_value());
    EXPECT_THAT(names(LectureOrder::job_status, false), ElementsAre("Lecture x", "Lecture f", "Lecture p"));
}

TEST_P(LectureStoreTest, PagesCoverTheWholeWithoutOverlap) {
    for (int i = 0; i < 7; ++i)
        add(std::string(1, static_cast<char>('a' + i)), std::nullopt, 0s);
    std::vector<std::string> all;
    for (std::int64_t skip = 0; skip < 9; skip += 3) {
        EXPECT_EQ(lectures.list({skip, 3, LectureOrder::created_at, false}).total, 7);
        for (auto& name : names(LectureOrder::created_at, false, skip, 3))
            all.push_back(name);
    }
    EXPECT_THAT(all, ElementsAre("a", "b", "c", "d", "e", "f", "g"));
    EXPECT_TRUE(names(LectureOrder::id, true, 7).empty());
    EXPECT_TRUE(names(LectureOrder::id, true, 1'000'000'000'000).empty());
}

TEST_P(LectureStoreTest, RemoveEndsItsJobsAndTrashesItsFolder) {
    const Lecture lecture = finished("a", 2);
    const auto planned = lectures.with_snippets(lecture.id)->snippets;
    const auto task = snippets.start_cut(planned[0].id, {"{}"}, uuid(), now)->task_id;
    const auto waiting = snippets.start_cut(planned[1].id, {"{}"}, uuid(), now)->task_id;
    const Lease lease = lease_of(claim());
    ASSERT_TRUE(lectures.remove(lecture.id, now).has_value());
    EXPECT_EQ(lectures.get(lecture.id), std::nullopt);
    EXPECT_EQ(snippets.get(planned[0].id), std::nullopt);
    EXPECT_EQ(lectures.transcript(lecture.id), std::nullopt);
    EXPECT_EQ(jobs.get(task)->state, JobState::cancelled);
    EXPECT_EQ(jobs.get(waiting)->state, JobState::cancelled);
    EXPECT_THROW(pipeline.publish_clip(lease, {"f", "v", 1, "", now}, "", now), LeaseLost);
    EXPECT_THROW(jobs.heartbeat(lease, 0.5, now, lease_length), LeaseLost);
    EXPECT_THAT(trashed(), Contains("lectures/" + lecture.folder_name()));
    EXPECT_EQ(lectures.remove(lecture.id, now).error().code, ErrorCode::not_found);
}

TEST_P(LectureStoreTest, IdsAreNeverUsedTwice) {
    const Lecture first = create("a");
    ASSERT_TRUE(lectures.remove(first.id, now).has_value());
    EXPECT_GT(create("a").id, first.id);
}

TEST_P(LectureStoreTest, ALongTranscriptComesBack) {
    const Lecture lecture = create("a");
    pipeline.finish_download(lease_of(claim()), {{"f", 1, ""}, std::nullopt}, uuid(), now);
    Transcript transcript;
    transcript.language = "vi";
    transcript.engine = "subtitles";
    transcript.duration = 7200.5;
    for (int i = 0; i < 5000; ++i) {
        transcript.segments.push_back({i * 1.25, i * 1.25 + 1, "Xin chào \"các bạn\"\n" + std::to_string(i)});
    }
    transcript.silences = {{1, 1.5}, {2.25, 3}};
    pipeline.finish_transcription(lease_of(claim()), transcript, uuid(), now);
    const Transcript found = lectures.transcript(lecture.id).value();
    EXPECT_EQ(found.language, "vi");
    EXPECT_EQ(found.engine, "subtitles");
    EXPECT_EQ(found.duration, 7200.5);
    ASSERT_EQ(found.segments.size(), 5000);
    EXPECT_EQ(found.segments[4999].text, transcript.segments[4999].text);
    EXPECT_EQ(found.segments[4999].start, transcript.segments[4999].start);
    ASSERT_EQ(found.silences.size(), 2);
    EXPECT_EQ(found.silences[1].start, 2.25);
    EXPECT_EQ(lectures.get(lecture.id)->duration, 7200.5) << "the recording had no duration";
    EXPECT_EQ(lectures.transcript(lecture.id + 1), std::nullopt);
}

// Longer than an index entry of PostgreSQL may be, also after compression.
TEST_P(LectureStoreTest, ALinkMayBeLong) {
    std::string key = "file:";
    for (std::uint32_t i = 0, mixed = 1; i < 4000; ++i) {
        mixed = mixed * 1664525 + 1013904223;
        key += static_cast<char>('!' + (mixed >> 24) % 90);
    }
    NewLecture lecture = recording("long");
    lecture.source_key = key;
    const Lecture created = lectures.create(lecture, uuid(), now).value();
    EXPECT_EQ(lectures.create(lecture, uuid(), now).error().existing_id, created.id);
    lecture.source_key += "2";
    EXPECT_TRUE(lectures.create(lecture, uuid(), now));
}

}  // namespace
}  // namespace lectern::storage::test
