#pragma once

#include "domain/base/error.hpp"
#include "domain/job/transition.hpp"
#include "storage/sql/database.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

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
    std::optional<JobPriority> priority = {};  // none: that of the kind
    std::string serial_key = {};               // "" = beside anything
    std::optional<std::int64_t> lecture_id = {};
    std::optional<std::int64_t> snippet_id = {};
    std::string host = {};
    std::string payload = "{}";
    std::optional<int> max_attempts = {};  // none: that of the kind
};

// Inside a transaction of another store: Error::busy when `max_open` jobs are queued or running already that
// count to the bound. (Writers that run side by side, on PostgreSQL, may pass the bound by their
// number.) `checkpoint`: where an earlier job for the same left off.
Result<> enqueue(Transaction& tx, const NewJob& job, Timestamp now, int max_open,
                 const std::string& checkpoint = "");

// Durable jobs. Every method is one transaction and blocks.
class JobStore {
public:
    explicit JobStore(Database& database) : database_(database) {}

    // At start, before any claim: jobs that an earlier process left running are queued again at once, or
    // failed when their attempts are used up (their lectures with them). `boot_id` is new for each start of
    // the program.
    void recover(const std::string& boot_id, Timestamp now);

    // Jobs whose lease ran out although this process lives (their worker hung, or the database was away when
    // it ended) go the same way. Call now and then; their workers meet LeaseLost.
    void recover_expired(Timestamp now);

    // Takes the most urgent due job whose serial key has no running job, counts the attempt and leases it;
    // nullopt if none. Only kinds in `kinds` are taken, and none for the hosts in `busy_hosts`.
    std::optional<Job> claim(const std::string& boot_id, const std::set<JobKind>& kinds, Timestamp now,
                             std::chrono::milliseconds lease, const std::set<std::string>& busy_hosts = {});

    // When the next queued job becomes due; nullopt if none is queued. Jobs that wait for their serial key do
    // not count: the end of the job before them is what makes them ready.
    std::optional<Timestamp> next_due();

    // Prolongs the lease and stores progress (0..1); says whether a person asked to cancel. Throws LeaseLost.
    struct Heartbeat {
        bool cancel_requested;
    };
    Heartbeat heartbeat(const Lease& lease, double progress, Timestamp now, std::chrono::milliseconds length);

    // Throws LeaseLost.
    void save_checkpoint(const Lease& lease, const std::string& checkpoint, Timestamp now);

    // Writes down what domain's state machine decided; a lecture whose pipeline ends so is failed with the
    // same text. Throws LeaseLost.
    void fail(const Lease& lease, const AfterFailure& decision, Timestamp now);

    // Gives a job back unfinished and uncounted, because the program stops. Throws LeaseLost.
    void hand_back(const Lease& lease, Timestamp now);

    std::optional<Job> get(const std::string& id);

    // Cancels a queued job at once, asks a running one; not_found, or conflict if it has ended.
    Result<Job> cancel(const std::string& id, Timestamp now);

    // See Database::keep_claim().
    void keep_claim() { database_.keep_claim(); }

    // Jobs that wait for space on the disk are due at once. Returns how many.
    std::int64_t space_is_back(Timestamp now);

    // How many jobs there are in each kind and state.
    std::map<std::pair<JobKind, JobState>, std::int64_t> counts();

    // Whether the job is queued or running: its work file is still wanted.
    bool has_open(const std::string& id);

    // Ended jobs older than `before` are forgotten, except the last one of each lecture, snippet and task.
    void forget_ended(Timestamp before);

private:
    Database& database_;
};

}  // namespace lectern::storage
