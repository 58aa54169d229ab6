// Databases of earlier versions are migrated with their rows.
#include "storage/sql/migrations.hpp"
#include "tests/storage/store_fixture.hpp"

#include <gmock/gmock.h>

namespace lectern::storage::test {
namespace {

// Runs scripts statement by statement. Scripts of migrations have ';' only at the end of statements and in
// comments.
class StatementByStatement : public MigrationTarget {
public:
    explicit StatementByStatement(Transaction& tx) : tx_(tx) {}
    void run_script(std::string_view sql) override {
        std::string statement;
        bool in_comment = false;
        for (std::size_t i = 0; i < sql.size(); ++i) {
            in_comment = in_comment ? sql[i] != '\n' : sql.substr(i, 2) == "--";
            if (in_comment) continue;
            if (sql[i] != ';') {
                statement += sql[i];
                continue;
            }
            tx_.query({"test.migrate", statement});
            statement.clear();
        }
        if (statement.find_first_not_of(" \n") != std::string::npos) tx_.query({"test.migrate", statement});
    }
    Transaction& transaction() override { return tx_; }

private:
    Transaction& tx_;
};

class MigrationTest : public StoreTest {
protected:
    // A database as a program with only the first `version` migrations has left it.
    std::unique_ptr<Database> old_database(std::size_t version) {
        auto old = open_database(empty_database(old_folder.path()));
        const auto all = GetParam() == Driver::sqlite ? sqlite_migrations() : postgres_migrations();
        old->write([&](Transaction& tx) {
            StatementByStatement target(tx);
            apply_migrations(target, all.first(version));
        });
        return old;
    }

    TemporaryFolder old_folder;
};
LECTERN_ON_BOTH_DRIVERS(MigrationTest);

void insert_lecture(Database& old, const std::string& name) {
    old.write([&](Transaction& tx) {
        tx.query(
            {"test",
             "INSERT INTO lectures (name, link, source_key, status, created_at, updated_at) VALUES ($1, $1, "
             "$1, "
             "'Pending', 1, 1)"},
            {name});
    });
}

void insert_old_job(Database& old, const std::string& id, const std::string& kind, const std::string& state,
                    const std::string& strand, Value lecture) {
    old.write([&](Transaction& tx) {
        tx.query({"test",
                  "INSERT INTO jobs (id, kind, state, priority, strand, lecture_id, payload, max_attempts, "
                  "run_at, "
                  "created_at, updated_at) VALUES ($1, $2, $3, 0, $4, $5, '{}', 5, 1, 1, 1)"},
                 {id, kind, state, strand, std::move(lecture)});
    });
}

TEST_P(MigrationTest, JobsOfVersionFiveGetTheirScopeAndKeepTheirSerialKey) {
    const auto old = old_database(5);
    insert_lecture(*old, "a");
    insert_old_job(*old, "1", "download", "succeeded", "lecture/1", std::int64_t{1});
    insert_old_job(*old, "2", "transcribe", "failed", "lecture/1", std::int64_t{1});
    insert_old_job(*old, "3", "analyze", "queued", "lecture/1", std::int64_t{1});
    insert_old_job(*old, "4", "cut", "running", "lecture/1", std::int64_t{1});
    insert_old_job(*old, "5", "batch_download", "queued", "task/5", nullptr);
    EXPECT_THROW(old->require_schema(), SchemaMissing);
    old->migrate();
    EXPECT_NO_THROW(old->require_schema());

    std::vector<std::string> found;
    for (const Row& row :
         old->query({"test", "SELECT id, kind, scope, serial_key FROM jobs ORDER BY id"}, {}))
        found.push_back(row.text("id") + " " + row.text("kind") + " " + row.text("scope") + " " +
                        row.text("serial_key"));
    EXPECT_THAT(found, testing::ElementsAre("1 download pipeline lecture/1",
                                            "2 transcribe pipeline lecture/1", "3 analyze pipeline lecture/1",
                                            "4 cut clip lecture/1", "5 batch_download batch task/5"));
    for (const JobKindRow& row : job_kinds) {
        // Version five did not know these.
        if (row.kind == JobKind::fast_cut || row.scope == JobScope::lecture_extra) continue;
        EXPECT_EQ(old->query({"test", "SELECT scope FROM jobs WHERE kind = $1"}, {std::string(row.name)})
                      .front()
                      .text("scope"),
                  to_text(row.scope));
    }
    JobStore migrated(*old);
    EXPECT_EQ(migrated.claim("boot", all_kinds, now, lease_length).value().id, "5")
        << "the serial key of the running cut is still taken";
}

TEST_P(MigrationTest, TheRulesOfTheQueueHoldAfterIt) {
    const auto old = old_database(5);
    insert_lecture(*old, "a");
    insert_old_job(*old, "1", "download", "queued", "lecture/1", std::int64_t{1});
    insert_old_job(*old, "2", "cut", "running", "lecture/1", std::int64_t{1});
    old->migrate();
    const auto insert = [&](const std::string& scope, const std::string& state, const std::string& key) {
        old->write([&](Transaction& tx) {
            tx.query({"test",
                      "INSERT INTO jobs (id, kind, scope, state, priority, serial_key, lecture_id, payload, "
                      "max_attempts, run_at, created_at, updated_at) VALUES ($1, 'cut', $2, $3, 0, $4, 1, "
                      "'{}', 5, "
                      "1, "
                      "1, 1)"},
                     {scope + state + key, scope, state, key});
        });
    };
    EXPECT_THROW(insert("pipeline", "queued", ""), UniqueViolation);
    EXPECT_THROW(insert("clip", "running", "lecture/1"), UniqueViolation);
    EXPECT_NO_THROW(insert("lecture_extra", "queued", ""));
    EXPECT_NO_THROW(insert("lecture_extra", "running", ""));
    EXPECT_NO_THROW(insert("clip", "queued", "lecture/1"));
}

TEST_P(MigrationTest, LecturesOfVersionSevenKeepTheirFilesAndTheirClips) {
    const auto old = old_database(7);
    old->write([](Transaction& tx) {
        for (const char* statement :
             {"INSERT INTO lectures (name, link, source_key, client_id, status, created_at, updated_at) "
              "VALUES "
              "('a', 'l', 'client:lan drive:1', 'lan', 'Finished', 1, 1), ('b', 'l', 'drive:2', NULL, "
              "'Finished', 1, 1)",
              "INSERT INTO jobs (id, kind, scope, state, priority, serial_key, payload, max_attempts, "
              "run_at, "
              "created_at, updated_at) VALUES ('00000000-0000-4000-8000-000000000001', 'cut', 'clip', "
              "'succeeded', 0, '', '{\"mode\":\"fast\"}', 5, 1, 1, 1), "
              "('00000000-0000-4000-8000-000000000002', 'cut', 'clip', 'succeeded', 0, '', '{}', 5, 1, 1, 1)",
              "INSERT INTO snippets (lecture_id, position, name, summary, start_second, end_second, "
              "clip_file, "
              "clip_version, clip_bytes, clip_sha256, clip_made_at, created_at) VALUES "
              "(1, 1, 'fast', '', 1, 2, 'f', '00000000-0000-4000-8000-000000000001-1', 5, '', 7, 1), "
              "(1, 2, 'styled', '', 2, 3, 'g', '00000000-0000-4000-8000-000000000002-1', 5, '', 8, 1), "
              "(1, 3, 'forgotten', '', 3, 4, 'h', '00000000-0000-4000-8000-000000000003-1', 5, '', 9, 1), "
              "(1, 4, 'uncut', '', 4, 5, NULL, NULL, NULL, NULL, NULL, 1)"})
            tx.query({"test", statement});
    });
    old->migrate();
    LectureStore store(*old, 10);
    const auto found = store.with_snippets(1).value();
    EXPECT_EQ(found.lecture.folder_name(), "1");
    ASSERT_EQ(found.snippets.size(), 4);
    for (const Snippet& snippet : found.snippets)
        EXPECT_FALSE(snippet.clip_is_stale()) << snippet.name;
    EXPECT_EQ(found.snippets[0].clip->mode, "fast");
    EXPECT_EQ(found.snippets[0].clip->drawn_name, std::nullopt);
    EXPECT_EQ(found.snippets[1].clip->mode, "styled");
    EXPECT_EQ(found.snippets[1].clip->drawn_name, "styled");
    EXPECT_EQ(found.snippets[1].clip->modified_at, found.snippets[1].clip->made_at);
    EXPECT_EQ(found.snippets[2].clip->mode, std::nullopt);
    EXPECT_EQ(found.snippets[3].clip, std::nullopt);
    NewLecture same = recording("");
    same.source_key = "drive:1";
    EXPECT_EQ(store.create(same, uuid(), now).error().existing_id, 1);
    same.source_key = "drive:2";
    EXPECT_EQ(store.create(same, uuid(), now).error().existing_id, 2);
}

}  // namespace
}  // namespace lectern::storage::test
