#include "storage/uploads/upload_store.hpp"

#include "storage/files/layout.hpp"
#include "tests/storage/store_fixture.hpp"

#include <future>

#include <gmock/gmock.h>

namespace lectern::storage::test {
namespace {

using testing::ElementsAre;

class UploadStoreTest : public StoreTest {
protected:
    Upload add(std::int64_t total) {
        Upload upload;
        upload.id = uuid();
        upload.file_name = "Bài 1.mp4";
        upload.file = "uploads/" + upload.id;
        upload.total = total;
        upload.created_at = upload.updated_at = now;
        uploads.create(upload);
        return upload;
    }
    ErrorCode refused(const Upload& upload, std::int64_t received, bool complete) {
        const auto result = uploads.record(upload.id, received, -1, complete, now);
        return result.has_error() ? result.error().code : throw std::runtime_error("it was accepted");
    }

    // Runs `work` in another thread while a transaction of `begin` is open, up to the point where it waits.
    template<class Begin, class Work>
    auto while_open(const Begin& begin, const Work& work) {
        std::future<decltype(work())> result;
        database->write([&](Transaction& tx) {
            begin(tx);
            result = std::async(std::launch::async, work);
            result.wait_for(300ms);
        });
        return result.get();
    }

    UploadStore uploads{*database};
};
LECTERN_ON_BOTH_DRIVERS(UploadStoreTest);

TEST_P(UploadStoreTest, AnUploadGrowsUntilItIsComplete) {
    const Upload upload = add(100);
    const Upload found = uploads.get(upload.id).value();
    EXPECT_EQ(found.file_name, "Bài 1.mp4");
    EXPECT_EQ(found.file, upload.file);
    EXPECT_EQ(found.total, 100);
    EXPECT_FALSE(found.complete);
    now += 5s;
    EXPECT_EQ(uploads.record(upload.id, 60, -1, false, now)->received, 60);
    EXPECT_EQ(uploads.get(upload.id)->updated_at, now);
    EXPECT_TRUE(uploads.record(upload.id, 100, -1, true, now)->complete);
    EXPECT_TRUE(uploads.record(upload.id, 100, -1, true, now).has_value())
        << "a client repeats a request whose answer was lost";
    EXPECT_EQ(uploads.get(uuid()), std::nullopt);
}

TEST_P(UploadStoreTest, RefusesImpossibleProgress) {
    const Upload upload = add(100);
    ASSERT_TRUE(uploads.record(upload.id, 60, -1, false, now).has_value());
    EXPECT_EQ(refused(upload, 59, false), ErrorCode::conflict);
    EXPECT_EQ(refused(upload, 101, false), ErrorCode::conflict);
    EXPECT_EQ(refused(upload, 99, true), ErrorCode::conflict);
    EXPECT_EQ(uploads.record(upload.id, 60, 101, false, now).error().code, ErrorCode::conflict);
    ASSERT_TRUE(uploads.record(upload.id, 100, -1, true, now).has_value());
    EXPECT_EQ(refused(upload, 99, false), ErrorCode::conflict);
    EXPECT_EQ(uploads.record(uuid(), 1, -1, false, now).error().code, ErrorCode::not_found);
}

TEST_P(UploadStoreTest, AnUnknownTotalIsKnownAtTheEnd) {
    const Upload upload = add(-1);
    ASSERT_TRUE(uploads.record(upload.id, 7, -1, false, now).has_value());
    EXPECT_EQ(uploads.record(upload.id, 9, -1, true, now)->total, 9);
}

TEST_P(UploadStoreTest, ATotalThatIsNamedLaterIsKept) {
    const Upload upload = add(-1);
    EXPECT_EQ(uploads.record(upload.id, 10, -1, false, now)->total, -1);
    EXPECT_EQ(uploads.record(upload.id, 10, 9, false, now).error().code, ErrorCode::conflict);
    EXPECT_EQ(uploads.record(upload.id, 15, 20, false, now)->total, 20);
    EXPECT_EQ(uploads.get(upload.id)->total, 20);
    EXPECT_EQ(uploads.record(upload.id, 18, 30, false, now).error().code, ErrorCode::conflict);
    EXPECT_EQ(uploads.get(upload.id)->received, 15);
}

TEST_P(UploadStoreTest, AnUploadWithAllAnnouncedBytesIsComplete) {
    const Upload upload = add(10);
    EXPECT_FALSE(uploads.record(upload.id, 9, -1, false, now)->complete);
    EXPECT_TRUE(uploads.record(upload.id, 10, -1, false, now)->complete);
    EXPECT_TRUE(uploads.get(upload.id)->complete);
    EXPECT_TRUE(uploads.record(upload.id, 10, 10, true, now).has_value());
}

TEST_P(UploadStoreTest, AnUploadThatBecameARecordingIsDeletedWithItsLecture) {
    const Upload used = add(1), other = add(1);
    for (const Upload* upload : {&used, &other}) {
        NewLecture lecture = recording(upload->id);
        lecture.source_key = "upload:" + upload->id;
        ASSERT_TRUE(lectures.create(lecture, uuid(), now).has_value());
    }
    const Job job = claim();
    pipeline.finish_download(lease_of(job), {{"lectures/1/recording", 1, ""}, 1.0}, uuid(), now);
    EXPECT_EQ(uploads.get(used.id)->file, "")
        << "its file has moved; the upload is known as long as its lecture exists";
    EXPECT_EQ(uploads.get(other.id)->file, other.file);
    for (const std::int64_t lecture : {1, 2})
        ASSERT_TRUE(lectures.remove(lecture, now).has_value());
    EXPECT_EQ(uploads.get(used.id), std::nullopt);
    EXPECT_EQ(uploads.get(other.id)->file, other.file) << "its bytes can still be used";
}

TEST_P(UploadStoreTest, OnlyOldUploadsOfNoLectureExpire) {
    const Upload abandoned = add(1), wanted = add(1), downloaded = add(1);
    for (const Upload* upload : {&downloaded, &wanted}) {
        NewLecture lecture = recording(upload->id);
        lecture.source_key = "upload:" + upload->id;
        ASSERT_TRUE(lectures.create(lecture, uuid(), now).has_value());
    }
    pipeline.finish_download(lease_of(claim()), {{"lectures/1/recording.mp4", 1, ""}, 1.0}, uuid(), now);
    now += 10s;
    const Upload young = add(1);
    EXPECT_EQ(uploads.expire(now, now), 1);
    EXPECT_EQ(uploads.get(abandoned.id), std::nullopt);
    EXPECT_TRUE(uploads.get(downloaded.id).has_value());
    EXPECT_TRUE(uploads.get(wanted.id).has_value());
    EXPECT_TRUE(uploads.get(young.id).has_value());
    EXPECT_THAT(trashed(), ElementsAre(downloaded.file, abandoned.file)) << "its lecture has the first one";
    const std::string taken = lecture_folder(lectures.get(1)->folder_name());
    ASSERT_TRUE(lectures.remove(1, now).has_value());
    EXPECT_EQ(uploads.expire(now, now), 1) << "only the row of the downloaded one was left";
    EXPECT_THAT(trashed(), ElementsAre(downloaded.file, abandoned.file, taken));
}

TEST_P(UploadStoreTest, ListsTheNewestFirstAndAClientsAlone) {
    EXPECT_EQ(uploads.list(0, 10, std::nullopt).total, 0);
    const Upload first = add(100);
    now += 5s;
    Upload theirs;
    theirs.id = uuid();
    theirs.file = "uploads/" + theirs.id;
    theirs.client_id = "school";
    theirs.created_at = theirs.updated_at = now;
    uploads.create(theirs);
    const auto ids = [&](std::int64_t skip, std::int64_t limit, const std::optional<std::string>& client) {
        const Page<Upload> page = uploads.list(skip, limit, client);
        std::vector<std::string> found{std::to_string(page.total)};
        for (const Upload& upload : page.items)
            found.push_back(upload.id);
        return found;
    };
    EXPECT_THAT(ids(0, 10, std::nullopt), ElementsAre("2", theirs.id, first.id));
    EXPECT_THAT(ids(1, 1, std::nullopt), ElementsAre("2", first.id));
    EXPECT_THAT(ids(0, 10, "school"), ElementsAre("1", theirs.id));
    EXPECT_THAT(ids(0, 10, "other"), ElementsAre("0"));
}

TEST_P(UploadStoreTest, IsRemovedWithItsFile) {
    const Upload upload = add(100);
    ASSERT_TRUE(uploads.remove(upload.id, now).has_value());
    EXPECT_EQ(uploads.get(upload.id), std::nullopt);
    EXPECT_EQ(uploads.remove(upload.id, now).error().code, ErrorCode::not_found);
    EXPECT_EQ(uploads.record(upload.id, 60, -1, false, now).error().code, ErrorCode::not_found);
    EXPECT_THAT(trashed(), ElementsAre(upload.file));
}

TEST_P(UploadStoreTest, IsKeptForItsLecture) {
    const Upload upload = add(1);
    NewLecture lecture = recording(upload.id);
    lecture.source_key = "upload:" + upload.id;
    ASSERT_TRUE(lectures.create(lecture, uuid(), now).has_value());
    EXPECT_EQ(uploads.remove(upload.id, now).error().code, ErrorCode::conflict);
    pipeline.finish_download(lease_of(claim()), {{"lectures/1/recording.mp4", 1, ""}, 1.0}, uuid(), now);
    EXPECT_EQ(uploads.list(0, 10, std::nullopt).total, 0) << "its file is the lecture's recording now";
    EXPECT_EQ(uploads.remove(upload.id, now).error().code, ErrorCode::conflict);
    ASSERT_TRUE(lectures.remove(1, now).has_value());
    EXPECT_EQ(uploads.remove(upload.id, now).error().code, ErrorCode::not_found);
}

TEST_P(UploadStoreTest, NoLectureIsMadeOfAnUploadThatIsGone) {
    const Upload removed = add(1), leaving = add(1);
    ASSERT_TRUE(uploads.remove(removed.id, now).has_value());
    const auto elsewhere = open_again();
    LectureStore maker(*elsewhere, 10);
    const auto make = [&](const Upload& upload) {
        NewLecture lecture = recording(upload.id);
        lecture.source_key = "upload:" + upload.id;
        return maker.create(lecture, upload.id, now);
    };
    const auto meanwhile = while_open(
        [&](Transaction& tx) {
            tx.query({"test.delete", "DELETE FROM uploads WHERE id = $1"}, {leaving.id});
        },
        [&] { return make(leaving); });
    for (const auto& made : {make(removed), meanwhile}) {
        ASSERT_TRUE(made.has_error());
        EXPECT_EQ(made.error().code, ErrorCode::invalid);
        EXPECT_EQ(made.error().fields.at(0).path, "drive_link");
    }
    EXPECT_EQ(count("lectures"), 0);
}

TEST_P(UploadStoreTest, IsKeptForALectureThatIsBeingMade) {
    const Upload upload = add(1);
    const auto lecture = create("a").id;
    const auto elsewhere = open_again();
    UploadStore others(*elsewhere);
    const auto make = [&](Transaction& tx) {
        tx.touch(Topic::lecture, lecture);
        tx.query({"test.keep", "SELECT 1 FROM uploads WHERE id = $1 FOR KEY SHARE"}, {upload.id});
        tx.query({"test.use", "UPDATE lectures SET source_key = $2 WHERE id = $1"},
                 {lecture, "upload:" + upload.id});
    };
    now += 10s;
    EXPECT_EQ(while_open(make, [&] { return others.expire(now, now); }), 0);
    EXPECT_EQ(while_open(make, [&] { return others.remove(upload.id, now); }).error().code,
              ErrorCode::conflict);
    EXPECT_EQ(uploads.get(upload.id).value().file, upload.file);
}

}  // namespace
}  // namespace lectern::storage::test
