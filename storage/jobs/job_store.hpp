#pragma once

#include "domain/base/error.hpp"
#include "domain/job/host_pause.hpp"
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

    // Call it at the start, before any claim. Jobs that an earlier process left running are queued again at
    // once, or fail if their attempts are used up. `boot_id` is a new id for each start of the program.
    void recover(const std::string& boot_id, Timestamp now);

    // The same for jobs whose lease has expired while this process runs: the worker hangs, or it could not
    // reach the database when it ended. Call it regularly. Such workers get LeaseLost.
    void recover_expired(Timestamp now);

    // Claims the job whose turn it is (storage/jobs/claim_order.hpp): counts the attempt and gives it a lease
    // of this length. nullopt if there is none. Claims only jobs of these `kinds` whose serial key has no
    // running job, and none for the hosts in `busy_hosts`, for a paused host, or beside the probe of a host
    // (see domain/job/host_pause.hpp).
    std::optional<Job> claim(const std::string& boot_id, const std::set<JobKind>& kinds, Timestamp now,
                             std::chrono::milliseconds lease, const std::set<std::string>& busy_hosts = {});

    // When the next queued job becomes due; nullopt if none is queued. Jobs whose serial key has a running
    // job do not count: the end of that job makes them ready.
    std::optional<Timestamp> next_due();

    // Extends the lease to now + `length` and stores the progress (0..1). Tells whether a person has asked to
    // cancel. Throws LeaseLost.
    struct Heartbeat {
        bool cancel_requested;
    };
    Heartbeat heartbeat(const Lease& lease, double progress, Timestamp now, std::chrono::milliseconds length);

    // Throws LeaseLost.
    void save_checkpoint(const Lease& lease, const std::string& checkpoint, Timestamp now);

    // Writes what the state machine (domain/job/transition.hpp) decided; see conclude_job(). Throws
    // LeaseLost.
    void fail(const Lease& lease, const AfterFailure& decision, Timestamp now);

    // The job's host has refused to answer (FailureKind::host_refuses): pauses the host and queues the job
    // again, or fails it if its attempts are used up; see refusal_counts(). Throws LeaseLost.
    void pause_host(const Lease& lease, const Failure& failure, const RetryPolicy& policy, double jitter,
                    Timestamp now);

    // The host gives out a file, or has answered otherwise: if its pause is over, its other jobs may run,
    // too.
    void host_answers(const std::string& host, Timestamp now);

    // Queues a running job again because the program stops; the attempt does not count. If a person has asked
    // to cancel, cancels the job instead. Throws LeaseLost.
    void hand_back(const Lease& lease, Timestamp now);

    std::optional<Job> get(const std::string& id);

    // Cancels a queued job at once; asks a running one to stop. Errors: not_found; conflict if it has ended.
    Result<Job> cancel(const std::string& id, Timestamp now);

    // See Database::keep_claim().
    void keep_claim() { database_.keep_claim(); }

    // Call it when the disk has space again: jobs that wait for space become due at once. Returns their
    // number.
    std::int64_t space_is_back(Timestamp now);

    // The number of jobs of each kind and state.
    std::map<std::pair<JobKind, JobState>, std::int64_t> counts();

    // How many jobs of this kind are queued and due.
    int waiting(JobKind kind, Timestamp now);

    // Whether the job is queued or running, so that its work file is still needed.
    bool has_open(const std::string& id);

    // Deletes jobs that ended before `before`, except the last one of each lecture, snippet and task.
    void delete_ended(Timestamp before);

private:
    Database& database_;
};

}  // namespace lectern::storage
