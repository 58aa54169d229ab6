#include "storage/uploads.hpp"

#include "tests/storage/store_fixture.hpp"

#include <gmock/gmock.h>

namespace lectern::storage::test {
namespace {

using testing::ElementsAre;

class UploadsTest : public StoreTest {
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
        const auto result = uploads.record(upload.id, received, complete, now);
        return result.has_error() ? result.error().code : throw std::runtime_error("it was accepted");
    }

    UploadStore uploads{*database};
};
LECTERN_ON_BOTH_DRIVERS(UploadsTest);

TEST_P(UploadsTest, AnUploadGrowsUntilItIsComplete) {
    const Upload upload = add(100);
    const Upload found = uploads.get(upload.id).value();
    EXPECT_EQ(found.file_name, "Bài 1.mp4");
    EXPECT_EQ(found.file, upload.file);
    EXPECT_EQ(found.total, 100);
    EXPECT_FALSE(found.complete);
    now += 5s;
    EXPECT_EQ(uploads.record(upload.id, 60, false, now)->received, 60);
    EXPECT_EQ(uploads.get(upload.id)->updated_at, now);
    EXPECT_TRUE(uploads.record(upload.id, 100, true, now)->complete);
    EXPECT_TRUE(uploads.record(upload.id, 100, true, now).has_value())
        << "an answer that was lost is asked for again";
    EXPECT_EQ(uploads.get(uuid()), std::nullopt);
}

TEST_P(UploadsTest, RefusesProgressThatCannotBe) {
    const Upload upload = add(100);
    ASSERT_TRUE(uploads.record(upload.id, 60, false, now).has_value());
    EXPECT_EQ(refused(upload, 59, false), ErrorCode::conflict);
    EXPECT_EQ(refused(upload, 101, false), ErrorCode::conflict);
    EXPECT_EQ(refused(upload, 99, true), ErrorCode::conflict);
    ASSERT_TRUE(uploads.record(upload.id, 100, true, now).has_value());
    EXPECT_EQ(refused(upload, 100, false), ErrorCode::conflict);
    EXPECT_EQ(uploads.record(uuid(), 1, false, now).error().code, ErrorCode::not_found);
}

TEST_P(UploadsTest, AnUnknownTotalIsKnownAtTheEnd) {
    const Upload upload = add(-1);
    ASSERT_TRUE(uploads.record(upload.id, 7, false, now).has_value());
    EXPECT_EQ(uploads.record(upload.id, 9, true, now)->total, 9);
}

TEST_P(UploadsTest, OnlyOldUploadsThatNoLectureWaitsForExpire) {
    const Upload abandoned = add(1), wanted = add(1), downloaded = add(1);
    for (const Upload* upload : {&downloaded, &wanted}) {
        NewLecture lecture = recording(upload->id);
        lecture.source_key = "upload:" + upload->id;
        ASSERT_TRUE(lectures.create(lecture, uuid(), now).has_value());
    }
    lectures.finish_download(lease_of(claim()), {"lectures/1/recording.mp4", 1, "", 1.0}, uuid(), now);
    now += 10s;
    const Upload young = add(1);
    EXPECT_EQ(uploads.expire(now, now), 2);
    EXPECT_EQ(uploads.get(abandoned.id), std::nullopt);
    EXPECT_EQ(uploads.get(downloaded.id), std::nullopt);
    EXPECT_TRUE(uploads.get(wanted.id).has_value());
    EXPECT_TRUE(uploads.get(young.id).has_value());
    EXPECT_THAT(trashed(), testing::UnorderedElementsAre(abandoned.file, downloaded.file));
    EXPECT_EQ(uploads.expire(now, now), 0);
}

}  // namespace
}  // namespace lectern::storage::test
