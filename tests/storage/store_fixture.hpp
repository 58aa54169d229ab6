#pragma once

#include "storage/jobs/job_store.hpp"
#include "storage/jobs/new_job.hpp"
#include "storage/lectures/lecture_store.hpp"
#include "storage/lectures/pipeline_store.hpp"
#include "storage/lectures/snippet_store.hpp"
#include "storage/open_database.hpp"
#include "tests/support/temporary_folder.hpp"

#include <memory>
#include <set>
#include <string>

#include <gtest/gtest.h>

namespace lectern::storage::test {

enum class Driver { sqlite, postgresql };
inline std::string name_of(Driver driver) {
    return driver == Driver::sqlite ? "sqlite" : "postgresql";
}

using namespace std::chrono_literals;
inline constexpr std::chrono::milliseconds lease_length = 30s;
inline const std::set<JobKind> all_kinds = [] {
    std::set<JobKind> kinds;
    for (const JobKindRow& row : job_kinds)
        kinds.insert(row.kind);
    return kinds;
}();

inline Lease lease_of(const Job& job) {
    return {job.id, job.lease_token};
}

// An empty database of the driver under test for each test; `now` changes only if a test changes it.
class StoreTest : public testing::TestWithParam<Driver> {
protected:
    StoreTest();

    static DatabaseOptions empty_database(const std::filesystem::path& folder);

    // Opens the same database again, as another process would.
    std::unique_ptr<Database> open_again(int connections = 4) const;

    std::string uuid();
    Job claim();  // fails the test if there is nothing to claim
    std::optional<Job> try_claim() { return jobs.claim(boot, all_kinds, now, lease_length); }
    std::int64_t count(const std::string& table_and_condition);
    std::vector<std::string> trashed();  // paths in the outbox, oldest first

    NewLecture recording(const std::string& key);
    Lecture create(const std::string& key);                         // with its download queued
    Lecture finished(const std::string& key, int topics = 2);       // through the whole pipeline, 100 s long
    void cut(std::int64_t snippet_id, const std::string& version);  // queued, claimed, published

    TemporaryFolder folder;
    DatabaseOptions options;
    std::unique_ptr<Database> database;
    LectureStore lectures;
    SnippetStore snippets;
    PipelineStore pipeline;
    JobStore jobs;
    std::string boot = "boot 1";
    Timestamp now{1'700'000'000'000ms};

private:
    std::unique_ptr<Database> open() const;

    std::uint32_t uuids_ = 0;
};

}  // namespace lectern::storage::test

#define LECTERN_ON_BOTH_DRIVERS(suite)                                                                       \
    INSTANTIATE_TEST_SUITE_P(                                                                                \
        On, suite,                                                                                           \
        testing::Values(lectern::storage::test::Driver::sqlite, lectern::storage::test::Driver::postgresql), \
        [](const auto& driver) { return lectern::storage::test::name_of(driver.param); })
