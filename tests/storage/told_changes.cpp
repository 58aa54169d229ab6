#include "tests/storage/told_changes.hpp"

#include <map>
#include <string>

#include <gtest/gtest.h>

namespace lectern::storage::test {
namespace {

// For each lecture, everything that can be read about it.
std::map<std::int64_t, std::string> look(Transaction& tx) {
    constexpr const char* statements[] = {
        "SELECT id AS lecture, quote(name) || quote(module) || quote(link) || quote(status) || quote(error) "
        "|| "
        "quote(recording) || quote(duration) || quote(job_id) || quote(client_id) || quote(class_session_id) "
        "|| quote(revision) || quote(updated_at) AS text "
        "FROM lectures",
        "SELECT lecture_id AS lecture, quote(id) || quote(position) || quote(name) || quote(summary) || "
        "quote(start_second) || "
        "quote(end_second) || quote(clip_version) || quote(clip_made_at) || quote(clip_start) || "
        "quote(clip_end) || quote(clip_mode) || quote(clip_method) || quote(clip_drawn_name) || "
        "quote(clip_duration) || "
        "quote(clip_modified_at) || quote(task_id) AS text FROM snippets ORDER BY id",
        "SELECT lecture_id AS lecture, quote(id) || quote(kind) || quote(state) || quote(attempt) || "
        "quote(progress) || "
        "quote(error) || quote(result) AS text FROM jobs WHERE lecture_id IS NOT NULL ORDER BY id",
    };
    std::map<std::int64_t, std::string> seen;
    for (const char* statement : statements)
        for (const Row& row : tx.query({"test.look", statement}))
            seen[row.integer("lecture")] += row.text("text") + "\n";
    return seen;
}

}  // namespace

void ToldChanges::write_transaction(const Work& work) {
    database_->write([&](Transaction& tx) {
        const auto before = look(tx);
        work(tx);
        auto after = look(tx);
        for (const auto& [lecture, text] : before) {
            if (after[lecture] == text) continue;
            EXPECT_TRUE(tx.touched().contains({Topic::lecture, lecture}))
                << "a write did not touch() the changed lecture " << lecture << ":\n"
                << text << "is now\n"
                << after[lecture];
        }
    });
}

}  // namespace lectern::storage::test
