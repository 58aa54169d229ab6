#pragma once

#include "domain/base/error.hpp"
#include "domain/job/transition.hpp"
#include "storage/jobs/lease.hpp"
#include "storage/sql/database.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace lectern::storage {

// Durable jobs. Every method is one transaction and blocks.
class JobStore {
public:
    explicit JobStore(Database& database) : database_(database) {}

    // At start, before any claim. Jobs that an earlier process left running are queued again at once, or fail
    // if their attempts are used up. `boot_id` is new for each start of the program.
    void recover(const std::string& boot_id, Timestamp now);

    // The same for jobs whose lease ran out although this process lives: their worker hung, or the database
    // was away when it ended. Call it now and then; the workers meet LeaseLost.
    void recover_expired(Timestamp now);

    // Takes the most urgent due job whose serial key has no running job, counts the attempt and leases it;
    // nullopt if none. Only kinds in `kinds` are taken, and none for the hosts in `busy_hosts`.
    std::optional<Job> claim(const std::string& boot_id, const std::set<JobKind>& kinds, Timestamp now,
                             std::chrono::milliseconds lease, const std::set<std::string>& busy_hosts = {});

    // When the next queued job becomes due; nullopt if none is queued. Jobs whose serial key has a running
    // job do not count: the end of that job makes them ready.
    std::optional<Timestamp> next_due();

    // Prolongs the lease and stores progress (0..1); says whether a person asked to cancel. Throws LeaseLost.
    struct Heartbeat {
        bool cancel_requested;
    };
    Heartbeat heartbeat(const Lease& lease, double progress, Timestamp now, std::chrono::milliseconds length);

    // Throws LeaseLost.
    void save_checkpoint(const Lease& lease, const std::string& checkpoint, Timestamp now);

    // Writes what the state machine (domain/job/transition.hpp) decided; see conclude_job(). Throws
    // LeaseLost.
    void fail(const Lease& lease, const AfterFailure& decision, Timestamp now);

    // Queues a running job again because the program stops; the attempt does not count. Throws LeaseLost.
    void hand_back(const Lease& lease, Timestamp now);

    std::optional<Job> get(const std::string& id);

    // Cancels a queued job at once, asks a running one; not_found, or conflict if it has ended.
    Result<Job> cancel(const std::string& id, Timestamp now);

    // See Database::keep_claim().
    void keep_claim() { database_.keep_claim(); }

    // Makes jobs that wait for space on the disk due at once. Returns how many.
    std::int64_t space_is_back(Timestamp now);

    // How many jobs there are in each kind and state.
    std::map<std::pair<JobKind, JobState>, std::int64_t> counts();

    // Whether the job is queued or running: its work file is still wanted.
    bool has_open(const std::string& id);

    // Deletes jobs that ended before `before`, except the last one of each lecture, snippet and task.
    void delete_ended(Timestamp before);

private:
    Database& database_;
};

}  // namespace lectern::storage
