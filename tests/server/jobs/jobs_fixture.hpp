#pragma once

#include "server/jobs/claimed_job.hpp"
#include "server/jobs/runner.hpp"
#include "server/wall_clock.hpp"
#include "storage/jobs/new_job.hpp"
#include "storage/open_database.hpp"
#include "tests/server/jobs/watch.hpp"
#include "tests/support/temporary_folder.hpp"

#include <atomic>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

#include <gtest/gtest.h>

namespace lectern::jobs {

// A real database with a switch: while it is off, every call throws StoreUnavailable. `on_write` is called
// after each write, on the thread that wrote.
class SwitchedDatabase : public storage::Database {
public:
    SwitchedDatabase(std::unique_ptr<Database> real, std::function<void()> on_write)
        : real_(std::move(real)), on_write_(std::move(on_write)) {}

    void switch_off() { away_ = true; }
    void switch_on() { away_ = false; }
    // Waits until `count` more calls have thrown StoreUnavailable.
    [[nodiscard]] bool turned_away(int count) {
        const int before = refused_.get();
        return refused_.wait([&](int refused) { return refused >= before + count; });
    }

    void read(const Work& work) override { gate().read(work); }
    using Database::query;
    std::vector<storage::Row> query(const storage::Statement& statement,
                                    std::span<const storage::Value> values) override {
        return gate().query(statement, values);
    }
    void claim_server() override { gate().claim_server(); }
    void migrate() override { gate().migrate(); }
    void require_schema() override { gate().require_schema(); }
    std::string_view driver() const override { return real_->driver(); }

private:
    void write_transaction(const Work& work) override {
        gate().write(work);
        on_write_();
    }

    Database& gate() {
        if (away_) {
            refused_.update([](int& refused) { ++refused; });
            throw storage::StoreUnavailable("switched off by the test");
        }
        return *real_;
    }

    std::unique_ptr<Database> real_;
    const std::function<void()> on_write_;
    std::atomic<bool> away_{false};
    Watched<int> refused_;
};

// Options with short waits, and with a lease that does not expire during a test.
inline Runner::Options quick() {
    using namespace std::chrono_literals;
    Runner::Options options;
    options.lease = 10min;
    options.heartbeat = 5ms;
    options.poll = 20ms;
    options.retry = {.first_delay = 1ms, .factor = 1, .longest_delay = 1ms, .space_delay = 1ms};
    return options;
}

class JobsFixture : public testing::Test {
protected:
    JobsFixture() { db.migrate(); }

    std::string add(storage::NewJob job) {
        if (job.id.empty()) job.id = "job-" + std::to_string(++last_id_);
        db.write([&](storage::Transaction& tx) {
            ASSERT_TRUE(storage::enqueue(tx, job, wall_now(), 10000).has_value());
        });
        return job.id;
    }
    std::string add(JobKind kind = JobKind::download, int max_attempts = 5) {
        storage::NewJob job;
        job.kind = kind;
        job.max_attempts = max_attempts;
        return add(job);
    }

    // Writes an outcome under the lease or throws LeaseLost, like the finish_... functions of the stores.
    void finish(const StepContext& context) {
        db.write([&](storage::Transaction& tx) {
            const auto rows =
                tx.query({"test",
                          "UPDATE jobs SET state = 'succeeded', error = '', lease_token = '' "
                          "WHERE id = $1 AND lease_token = $2 AND state = 'running' RETURNING id"},
                         {context.job().id, context.lease().token});
            if (rows.empty()) throw storage::LeaseLost();
        });
    }
    Step finishing() {
        return [this](StepContext& context) -> Outcome<> {
            finish(context);
            return {};
        };
    }

    // Waits for a write after which the stored job fulfils the condition.
    template<class Condition>
    [[nodiscard]] bool reaches(const std::string& id, Condition condition) {
        return writes.wait([&](int) {
            const auto job = jobs.get(id);
            return job && condition(*job);
        });
    }
    [[nodiscard]] bool reaches(const std::string& id, JobState state) {
        return reaches(id, [state](const Job& job) { return job.state == state; });
    }
    Job stored(const std::string& id) { return jobs.get(id).value(); }
    std::int64_t count(JobState state) {
        std::int64_t sum = 0;
        for (const auto& [key, number] : jobs.counts()) {
            if (key.second == state) sum += number;
        }
        return sum;
    }

    // One more connection to the same database.
    SwitchedDatabase open() {
        return {storage::open_database({.url = "", .state_folder = folder.path()}), [this] {
                    if (on_write) on_write();
                    writes.update([](int& n) { ++n; });
                }};
    }

    // A running program: an executor and a runner that uses it.
    struct Process {
        Process(JobsFixture& test, std::map<JobKind, Step> steps, Runner::Options options = quick(),
                std::string boot_id = "boot", int workers = 2)
            : executor({.workers = workers}),
              runner(test.jobs, executor, std::move(steps), std::move(options), std::move(boot_id)) {
            runner.start();
        }
        Executor executor;
        Runner runner;
    };

    TemporaryFolder folder;
    Watched<int> writes;
    std::function<void()> on_write;  // called after each write, before `writes` grows
    SwitchedDatabase db = open();
    storage::JobStore jobs{db};

private:
    int last_id_ = 0;
};

// Returns when the step is asked to stop; the test fails if that does not happen in time.
inline void wait_for_stop(const StepContext& context) {
    Gate asked;
    const std::stop_callback callback(context.stop(), [&] { asked.open(); });
    EXPECT_TRUE(asked.pass());
}

}  // namespace lectern::jobs
