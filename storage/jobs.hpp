#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "domain/base/error.hpp"
#include "domain/job/transition.hpp"
#include "storage/sql/database.hpp"

namespace lectern::storage {

// A worker's right to write about the job that it runs. Every write under it says `WHERE lease_token = ...`.
struct Lease {
    std::string job_id;
    std::string token;
};

// Somebody else has the job now (or it was cancelled for good): the worker drops its work.
struct LeaseLost : std::runtime_error {
    LeaseLost() : std::runtime_error("the lease on the job is lost") {}
};

struct NewJob {
    std::string id;  // UUID
    JobKind kind;
    JobPriority priority = JobPriority::background;
    std::string strand;
    std::optional<std::int64_t> lecture_id;
    std::optional<std::int64_t> snippet_id;
    std::string payload = "{}";
    int max_attempts = 5;
};

// Inside a transaction of another store: Error::busy when `max_open` jobs are queued or running already.
Result<> enqueue(Transaction& tx, const NewJob& job, Timestamp now, int max_open);

// Durable jobs. Every method is one transaction and blocks.
class JobStore {
public:
    explicit JobStore(Database& database) : database_(database) {}

    // At start, before any claim: jobs that an earlier process left running are queued again at once, or failed when
    // their attempts are used up (their lectures with them). `boot_id` is new for each start of the program.
    void recover(const std::string& boot_id, Timestamp now);

    // Takes the most urgent due job whose strand has no running job, counts the attempt and leases it; nullopt if none.
    // Only kinds in `kinds` are taken.
    std::optional<Job> claim(const std::string& boot_id, const std::set<JobKind>& kinds, Timestamp now,
                             std::chrono::milliseconds lease);

    // When the next queued job becomes due; nullopt if none is queued.
    std::optional<Timestamp> next_due();

    // Prolongs the lease and stores progress (0..1); says whether a person asked to cancel. Throws LeaseLost.
    struct Heartbeat {
        bool cancel_requested;
    };
    Heartbeat heartbeat(const Lease& lease, double progress, Timestamp now, std::chrono::milliseconds length);

    // Throws LeaseLost.
    void save_checkpoint(const Lease& lease, const std::string& checkpoint, Timestamp now);

    // Writes down what domain's state machine decided; a lecture whose pipeline ends so is failed with the same text.
    // Throws LeaseLost.
    void fail(const Lease& lease, const AfterFailure& decision, Timestamp now);

    // Gives a job back unfinished and uncounted, because the program stops. Throws LeaseLost.
    void hand_back(const Lease& lease, Timestamp now);

    std::optional<Job> get(const std::string& id);

    // Cancels a queued job at once, asks a running one; not_found, or conflict if it has ended.
    Result<Job> cancel(const std::string& id, Timestamp now);

    // How many jobs there are in each kind and state.
    std::map<std::pair<JobKind, JobState>, std::int64_t> counts();

    // Ended jobs older than `before` are forgotten, except the last one of each lecture and snippet.
    void forget_ended(Timestamp before);

private:
    Database& database_;
};

}  // namespace lectern::storage
