#include "storage/access/ownership_store.hpp"

#include "storage/uploads/upload_store.hpp"
#include "tests/storage/store_fixture.hpp"

namespace lectern::storage::test {
namespace {

class OwnershipStoreTest : public StoreTest {
protected:
    OwnershipStore owners{*database};
};
LECTERN_ON_BOTH_DRIVERS(OwnershipStoreTest);

TEST_P(OwnershipStoreTest, LecturesAndWhatBelongsToThem) {
    NewLecture mine = recording("mine");
    mine.client_id = "acme";
    const Lecture lecture = lectures.create(mine, uuid(), now).value();
    EXPECT_TRUE(owners.has_lecture("acme", lecture.id));
    EXPECT_FALSE(owners.has_lecture("other", lecture.id));
    EXPECT_FALSE(owners.has_lecture("acme", lecture.id + 1));
    EXPECT_FALSE(owners.has_lecture("acme", create("nobody's").id));

    database->write([&](Transaction& tx) {
        tx.touch(Topic::lecture, lecture.id);
        tx.query({"test", "UPDATE lectures SET recording = 'f' WHERE id = $1"}, {lecture.id});
        tx.query({"test",
                  "INSERT INTO snippets (lecture_id, position, name, summary, start_second, end_second, "
                  "created_at) VALUES ($1, 1, 'a', '', 0, 1, 0)"},
                 {lecture.id});
    });
    const auto snippet = lectures.with_snippets(lecture.id)->snippets.at(0).id;
    EXPECT_TRUE(owners.has_snippet("acme", snippet));
    EXPECT_FALSE(owners.has_snippet("other", snippet));
    const std::string cut = snippets.start_cut(snippet, {"{}"}, uuid(), now).value().task_id;
    EXPECT_TRUE(owners.has_cut("acme", cut));
    EXPECT_FALSE(owners.has_cut("other", cut));
    EXPECT_FALSE(owners.has_cut("acme", *lecture.job_id)) << "a pipeline job is not a cut";

    LectureQuery query;
    query.client_id = "acme";
    EXPECT_EQ(lectures.list(query).total, 1);
    EXPECT_EQ(lectures.list(query).items.at(0).id, lecture.id);
    query.client_id = "other";
    EXPECT_EQ(lectures.list(query).total, 0);
    EXPECT_EQ(lectures.list({}).total, 2);
}

TEST_P(OwnershipStoreTest, Uploads) {
    UploadStore uploads(*database);
    Upload upload;
    upload.id = uuid();
    upload.client_id = "acme";
    upload.file = "uploads/" + upload.id;
    uploads.create(upload);
    EXPECT_EQ(uploads.get(upload.id)->client_id, "acme");
    EXPECT_TRUE(owners.has_upload("acme", upload.id));
    EXPECT_FALSE(owners.has_upload("other", upload.id));
}

}  // namespace
}  // namespace lectern::storage::test
