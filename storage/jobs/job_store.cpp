#include "storage/jobs/job_store.hpp"

#include "domain/base/random.hpp"
#include "storage/jobs/claim_order.hpp"
#include "storage/jobs/host_pauses.hpp"
#include "storage/jobs/job_endings.hpp"
#include "storage/jobs/job_rows.hpp"
#include "storage/sql/transact.hpp"

namespace lectern::storage {
namespace {

const Statement list_left_running{
    "job.list_left_running",
    "SELECT id FROM jobs WHERE state = 'running' AND boot_id <> $1 ORDER BY lecture_id"};
const Statement list_expired{
    "job.list_expired",
    "SELECT id FROM jobs WHERE state = 'running' AND lease_until < $1 ORDER BY lecture_id"};
const Statement find_next_due{
    "job.next_due",
    "SELECT run_at FROM jobs AS j WHERE state = 'queued' AND NOT EXISTS (SELECT 1 FROM jobs AS r WHERE "
    "r.state = 'running' AND r.serial_key <> '' AND r.serial_key = j.serial_key) ORDER BY run_at LIMIT 1"};
const Statement find_pause_that_is_over{"host_pause.is_over",
                                        "SELECT 1 FROM host_pauses WHERE host = $1 AND paused_until <= $2"};
const Statement find_progress{"job.progress", "SELECT progress FROM jobs WHERE id = $1"};
const Statement prolong{"job.heartbeat",
                        "UPDATE jobs SET progress = $3, lease_until = $4, updated_at = $5 WHERE id = $1 AND "
                        "lease_token = $2 AND state = 'running' RETURNING cancel_requested, lecture_id"};
const Statement put_checkpoint{
    "job.save_checkpoint",
    "UPDATE jobs SET checkpoint = $3, updated_at = $4 WHERE id = $1 AND lease_token = "
    "$2 AND state = 'running' RETURNING id"};
const Statement uncount_attempt{"job.uncount_attempt", "UPDATE jobs SET attempt = attempt - 1 WHERE id = $1"};
const std::string waits_for_space = "waits_for_space = 1 AND state = 'queued' AND run_at > $1";
const Statement any_waits_for_space{"job.any_waits_for_space",
                                    "SELECT 1 FROM jobs WHERE " + waits_for_space + " LIMIT 1"};
const Statement wake_for_space{"job.wake_for_space",
                               "UPDATE jobs SET run_at = $1 WHERE " + waits_for_space + " RETURNING id"};
const Statement count_jobs{"job.count", "SELECT kind, state, count(*) AS n FROM jobs GROUP BY kind, state"};
const Statement count_waiting{
    "job.count_waiting",
    "SELECT count(*) AS n FROM jobs WHERE state = 'queued' AND kind = $1 AND run_at <= $2"};
const Statement find_open{"job.has_open",
                          "SELECT 1 FROM jobs WHERE id = $1 AND state IN ('queued', 'running')"};
const Statement delete_ended_jobs{
    "job.delete_ended",
    "DELETE FROM jobs WHERE state IN ('succeeded', 'failed', 'cancelled') AND updated_at < $1 "
    "AND NOT EXISTS (SELECT 1 FROM lectures WHERE lectures.job_id = jobs.id) "
    "AND NOT EXISTS (SELECT 1 FROM snippets WHERE snippets.task_id = jobs.id) "
    "AND NOT EXISTS (SELECT 1 FROM download_tasks WHERE download_tasks.id = jobs.id) RETURNING lecture_id"};

// Queues, fails or cancels the jobs whose ids are in `rows` and whose workers are lost; see
// after_lost_lease().
void requeue_or_fail(Transaction& tx, const std::vector<Row>& rows, Timestamp now) {
    for (const Row& row : rows) {
        const auto job = lock_job(tx, row.text("id"));
        if (job && job->state == JobState::running) conclude_job(tx, *job, after_lost_lease(*job, now), now);
    }
}

}  // namespace

void JobStore::recover(const std::string& boot_id, Timestamp now) {
    database_.write(
        [&](Transaction& tx) { requeue_or_fail(tx, tx.query(list_left_running, {boot_id}), now); });
}

void JobStore::recover_expired(Timestamp now) {
    if (database_.query(list_expired, {to_value(now)}).empty()) return;
    database_.write(
        [&](Transaction& tx) { requeue_or_fail(tx, tx.query(list_expired, {to_value(now)}), now); });
}

std::optional<Job> JobStore::claim(const std::string& boot_id, const std::set<JobKind>& kinds, Timestamp now,
                                   std::chrono::milliseconds lease, const std::set<std::string>& busy_hosts) {
    if (kinds.empty()) return std::nullopt;
    // Most calls find no job, so look first without a write transaction.
    std::vector<Value> look{to_value(now)};
    look.insert(look.end(), busy_hosts.begin(), busy_hosts.end());
    if (database_.query(Statement{"job.look", select_next_job(kinds, busy_hosts, 2)}, look).empty())
        return std::nullopt;
    const Statement take{"job.claim",
                         "UPDATE jobs SET state = 'running', attempt = attempt + 1, lease_token = $2, "
                         "lease_until = $3, boot_id = $4, started_at = $1, updated_at = $1 WHERE id = (" +
                             select_next_job(kinds, busy_hosts, 5) + " FOR UPDATE SKIP LOCKED) RETURNING " +
                             job_columns.list()};
    for (;;) {
        try {
            std::optional<Job> claimed;
            database_.write([&](Transaction& tx) {
                std::vector<Value> values{to_value(now), random_hex(16), to_value(now + lease), boot_id};
                values.insert(values.end(), busy_hosts.begin(), busy_hosts.end());
                claimed = job_columns.read_first(tx.query(take, values));
                if (!claimed) return;
                if (claimed->lecture_id) tx.touch(Topic::lecture, *claimed->lecture_id);
                note_probe(tx, claimed->host, claimed->id);
            });
            return claimed;
        } catch (const UniqueViolation&) {
            // At the same moment another claim took a job with this serial key; look again.
        }
    }
}

std::optional<Timestamp> JobStore::next_due() {
    const auto row = first_row(database_.query(find_next_due));
    if (!row) return std::nullopt;
    return to_timestamp(row->integer("run_at"));
}

JobStore::Heartbeat JobStore::heartbeat(const Lease& lease, double progress, Timestamp now,
                                        std::chrono::milliseconds length) {
    Heartbeat answer{};
    database_.write([&](Transaction& tx) {
        const auto before = first_row(tx.query(find_progress, {lease.job_id}));
        const auto row = first_row(
            tx.query(prolong, {lease.job_id, lease.token, progress, to_value(now + length), to_value(now)}));
        if (!row) throw LeaseLost();
        answer.cancel_requested = row->integer("cancel_requested") != 0;
        const auto lecture = row->optional_integer("lecture_id");
        if (lecture && before->real("progress") != progress) tx.touch(Topic::lecture, *lecture);
    });
    return answer;
}

void JobStore::save_checkpoint(const Lease& lease, const std::string& checkpoint, Timestamp now) {
    database_.write([&](Transaction& tx) {
        if (tx.query(put_checkpoint, {lease.job_id, lease.token, checkpoint, to_value(now)}).empty())
            throw LeaseLost();
    });
}

void JobStore::fail(const Lease& lease, const AfterFailure& decision, Timestamp now) {
    database_.write([&](Transaction& tx) { conclude_job(tx, lock_leased_job(tx, lease), decision, now); });
}

void JobStore::pause_host(const Lease& lease, const Failure& failure, const RetryPolicy& policy,
                          double jitter, Timestamp now) {
    database_.write([&](Transaction& tx) {
        const Job job = lock_leased_job(tx, lease);
        if (job.cancel_requested) return conclude_job(tx, job, cancelled_now(now), now);
        auto before = lock_host_pause(tx, job.host);
        if (before && before->is_past(now)) before.reset();
        const HostPause pause = pause_after(before, job.host, failure, now, policy, jitter);
        const bool counts = refusal_counts(before, job, now);
        // Due a moment after the pause: another job of the host, if there is one, is the next probe.
        AfterFailure decision = after_failure(job, failure, now, policy, jitter);
        if (!counts || decision.state == JobState::queued)
            decision = {JobState::queued, pause.until + policy.first_delay, failure.message};
        conclude_job(tx, job, decision, now);
        if (!counts) tx.query(uncount_attempt, {job.id});
        put_host_pause(tx, pause);
    });
}

void JobStore::host_answers(const std::string& host, Timestamp now) {
    if (host.empty() || database_.query(find_pause_that_is_over, {host, to_value(now)}).empty()) return;
    database_.write([&](Transaction& tx) { end_host_pause(tx, host, now); });
}

void JobStore::hand_back(const Lease& lease, Timestamp now) {
    database_.write([&](Transaction& tx) {
        const Job job = lock_leased_job(tx, lease);
        if (job.cancel_requested) return conclude_job(tx, job, cancelled_now(now), now);
        set_job_state(tx, job.id, {JobState::queued, now, job.error}, now);
        tx.query(uncount_attempt, {job.id});
    });
}

std::optional<Job> JobStore::get(const std::string& id) {
    return job_columns.read_first(database_.query(job_by_id, {id}));
}

Result<Job> JobStore::cancel(const std::string& id, Timestamp now) {
    return transact(database_, [&](Transaction& tx) -> Result<Job> {
        const auto job = lock_job(tx, id);
        if (!job) return Error::not_found("There is no such task.");
        if (!is_open(job->state)) return Error::conflict("The task has ended already.");
        request_cancel(tx, *job, now);
        return job_columns.read(tx.query(job_by_id, {id}).front());
    });
}

std::int64_t JobStore::space_is_back(Timestamp now) {
    if (database_.query(any_waits_for_space, {to_value(now)}).empty()) return 0;
    std::size_t woken = 0;
    database_.write([&](Transaction& tx) { woken = tx.query(wake_for_space, {to_value(now)}).size(); });
    return static_cast<std::int64_t>(woken);
}

std::map<std::pair<JobKind, JobState>, std::int64_t> JobStore::counts() {
    std::map<std::pair<JobKind, JobState>, std::int64_t> result;
    for (const Row& row : database_.query(count_jobs)) {
        const auto kind = parse_job_kind(row.text("kind"));
        const auto state = parse_job_state(row.text("state"));
        if (kind && state) result[{*kind, *state}] = row.integer("n");
    }
    return result;
}

int JobStore::waiting(JobKind kind, Timestamp now) {
    const auto rows = database_.query(count_waiting, {std::string(to_text(kind)), to_value(now)});
    return static_cast<int>(rows.front().integer("n"));
}

bool JobStore::has_open(const std::string& id) {
    return !database_.query(find_open, {id}).empty();
}

void JobStore::delete_ended(Timestamp before) {
    database_.write([&](Transaction& tx) {
        for (const Row& row : tx.query(delete_ended_jobs, {to_value(before)}))
            if (const auto lecture = row.optional_integer("lecture_id")) tx.touch(Topic::lecture, *lecture);
    });
}

}  // namespace lectern::storage
