#include "storage/jobs/job_store.hpp"

#include "domain/base/random.hpp"
#include "storage/jobs/job_rows.hpp"
#include "storage/sql/transact.hpp"
#include "storage/sql/values.hpp"

namespace lectern::storage {
namespace {

constexpr std::chrono::seconds come_back_after{10};

// The jobs of `rows` (one id each) lost their worker: what the state machine says becomes of them.
void requeue_or_fail(Transaction& tx, const std::vector<Row>& rows, Timestamp now) {
    for (const Row& row : rows) {
        const auto job = lock_job(tx, row.text(0));
        if (job && job->state == JobState::running) conclude_job(tx, *job, after_lost_lease(*job, now), now);
    }
}

// Kinds are our own words, so they may stand in the statement; there are few sets of them, each prepared
// once.
std::string kind_list(const std::set<JobKind>& kinds) {
    std::string list;
    for (const JobKind kind : kinds)
        list += (list.empty() ? "('" : ", ('") + std::string(to_text(kind)) + "')";
    return list;
}

// "AND host NOT IN ($5, $6)"; "" for none.
std::string host_condition(const std::set<std::string>& busy, std::size_t first_parameter) {
    if (busy.empty()) return "";
    std::string list;
    for (std::size_t i = 0; i < busy.size(); ++i)
        list += (i ? ", $" : "$") + std::to_string(first_parameter + i);
    return "AND host NOT IN (" + list + ") ";
}

// The id of the most urgent job that is due at $1 and whose serial key is free. Jobs wait in lines, one for
// each kind and host: what must not be claimed now is passed over by the line, however long it is.
std::string most_urgent(const std::set<JobKind>& kinds, const std::set<std::string>& busy_hosts,
                        std::size_t first_host) {
    const std::string order = " ORDER BY priority DESC, run_at, created_at, id LIMIT 1";
    return "WITH RECURSIVE lines (kind, host) AS ("
           "SELECT k.column1, (SELECT min(host) FROM jobs WHERE state = 'queued' AND kind = k.column1) "
           "FROM (VALUES " +
           kind_list(kinds) +
           ") AS k UNION ALL "
           "SELECT kind, (SELECT min(q.host) FROM jobs AS q WHERE q.state = 'queued' AND q.kind = lines.kind "
           "AND q.host > lines.host) FROM lines WHERE host IS NOT NULL) "
           "SELECT id FROM jobs WHERE state = 'queued' AND id IN ("
           "SELECT (SELECT j.id FROM jobs AS j WHERE j.state = 'queued' AND j.kind = lines.kind "
           "AND j.host = lines.host AND j.run_at <= $1 AND (j.serial_key = '' OR NOT EXISTS "
           "(SELECT 1 FROM jobs AS r WHERE r.state = 'running' AND r.serial_key <> '' AND r.serial_key = "
           "j.serial_key))" +
           order + ") FROM lines WHERE host IS NOT NULL " + host_condition(busy_hosts, first_host) + ")" +
           order;
}

// " AND scope <> 'batch'": written as in the index jobs_counted, so that it is used.
std::string counts_to_bound_condition() {
    std::string condition;
    for (const JobScope scope : job_scopes)
        if (!counts_to_bound(scope)) condition += " AND scope <> '" + std::string(to_text(scope)) + "'";
    return condition;
}

}  // namespace

Result<> enqueue(Transaction& tx, const NewJob& job, Timestamp now, int max_open,
                 const std::string& checkpoint) {
    // Writers that run side by side do not see each other's new rows: the bound may be passed by their
    // number.
    static const std::string counted =
        "SELECT count(*) FROM (SELECT 1 FROM jobs WHERE state IN ('queued', 'running')" +
        counts_to_bound_condition() + " LIMIT $1) AS open_jobs";
    const auto rows = tx.query(counted, {std::int64_t{max_open}});
    if (rows.front().integer(0) >= max_open) {
        return Error{ErrorCode::busy, "Too much work is waiting. Try again later.", {}, {}, come_back_after};
    }
    insert_job(tx, job, now, checkpoint);
    return {};
}

void JobStore::recover(const std::string& boot_id, Timestamp now) {
    database_.write([&](Transaction& tx) {
        const auto rows = tx.query(
            "SELECT id FROM jobs WHERE state = 'running' AND boot_id <> $1 ORDER BY lecture_id", {boot_id});
        requeue_or_fail(tx, rows, now);
    });
}

void JobStore::recover_expired(Timestamp now) {
    const auto expired =
        "SELECT id FROM jobs WHERE state = 'running' AND lease_until < $1 ORDER BY lecture_id";
    if (database_.query(expired, {to_value(now)}).empty()) return;
    database_.write([&](Transaction& tx) { requeue_or_fail(tx, tx.query(expired, {to_value(now)}), now); });
}

std::optional<Job> JobStore::claim(const std::string& boot_id, const std::set<JobKind>& kinds, Timestamp now,
                                   std::chrono::milliseconds lease, const std::set<std::string>& busy_hosts) {
    if (kinds.empty()) return std::nullopt;
    // Most looks find nothing: they cost no write transaction.
    std::vector<Value> look{to_value(now)};
    look.insert(look.end(), busy_hosts.begin(), busy_hosts.end());
    if (database_.query(most_urgent(kinds, busy_hosts, 2), look).empty()) return std::nullopt;
    for (;;) {
        try {
            std::optional<Job> claimed;
            database_.write([&](Transaction& tx) {
                claimed.reset();
                std::vector<Value> values{to_value(now), random_hex(16), to_value(now + lease), boot_id};
                values.insert(values.end(), busy_hosts.begin(), busy_hosts.end());
                const auto row = first_row(
                    tx.query("UPDATE jobs SET state = 'running', attempt = attempt + 1, lease_token = $2, "
                             "lease_until = $3, boot_id = $4, updated_at = $1 WHERE id = (" +
                                 most_urgent(kinds, busy_hosts, 5) + std::string(tx.skip_locked()) +
                                 ") RETURNING " + job_columns,
                             values));
                if (!row) return;
                claimed = to_job(*row);
                if (claimed->lecture_id) tx.touch(Topic::lecture, *claimed->lecture_id);
            });
            return claimed;
        } catch (const UniqueViolation&) {
            // Another claim took a job with the same serial key in this moment; look again.
        }
    }
}

std::optional<Timestamp> JobStore::next_due() {
    const auto row = first_row(database_.query(
        "SELECT run_at FROM jobs AS j WHERE state = 'queued' AND NOT EXISTS (SELECT 1 FROM jobs AS r WHERE "
        "r.state = 'running' AND r.serial_key <> '' AND r.serial_key = j.serial_key) ORDER BY run_at LIMIT 1",
        {}));
    if (!row) return std::nullopt;
    return to_timestamp(row->integer(0));
}

JobStore::Heartbeat JobStore::heartbeat(const Lease& lease, double progress, Timestamp now,
                                        std::chrono::milliseconds length) {
    Heartbeat answer{};
    database_.write([&](Transaction& tx) {
        const auto before = first_row(tx.query("SELECT progress FROM jobs WHERE id = $1", {lease.job_id}));
        const auto row =
            first_row(tx.query("UPDATE jobs SET progress = $3, lease_until = $4, updated_at = $5 "
                               "WHERE id = $1 AND lease_token = $2 AND state = 'running' "
                               "RETURNING cancel_requested, lecture_id",
                               {lease.job_id, lease.token, progress, to_value(now + length), to_value(now)}));
        if (!row) throw LeaseLost();
        answer.cancel_requested = row->integer(0) != 0;
        const auto lecture = row->optional_integer(1);
        if (lecture && before->real(0) != progress) tx.touch(Topic::lecture, *lecture);
    });
    return answer;
}

void JobStore::save_checkpoint(const Lease& lease, const std::string& checkpoint, Timestamp now) {
    database_.write([&](Transaction& tx) {
        const auto rows = tx.query(
            "UPDATE jobs SET checkpoint = $3, updated_at = $4 "
            "WHERE id = $1 AND lease_token = $2 AND state = 'running' RETURNING id",
            {lease.job_id, lease.token, checkpoint, to_value(now)});
        if (rows.empty()) throw LeaseLost();
    });
}

void JobStore::fail(const Lease& lease, const AfterFailure& decision, Timestamp now) {
    database_.write([&](Transaction& tx) { conclude_job(tx, lock_leased_job(tx, lease), decision, now); });
}

void JobStore::hand_back(const Lease& lease, Timestamp now) {
    database_.write([&](Transaction& tx) {
        const Job job = lock_leased_job(tx, lease);
        if (job.cancel_requested) return conclude_job(tx, job, cancelled_now(now), now);
        set_job_state(tx, job.id, {JobState::queued, now, job.error}, now);
        tx.query("UPDATE jobs SET attempt = attempt - 1 WHERE id = $1", {job.id});
    });
}

std::optional<Job> JobStore::get(const std::string& id) {
    const auto row = first_row(database_.query("SELECT " + job_columns + " FROM jobs WHERE id = $1", {id}));
    if (!row) return std::nullopt;
    return to_job(*row);
}

Result<Job> JobStore::cancel(const std::string& id, Timestamp now) {
    return transact(database_, [&](Transaction& tx) -> Result<Job> {
        const auto job = lock_job(tx, id);
        if (!job) return refusal(ErrorCode::not_found, "There is no such task.");
        if (!is_open(job->state)) return refusal(ErrorCode::conflict, "The task has ended already.");
        request_cancel(tx, *job, now);
        return to_job(tx.query("SELECT " + job_columns + " FROM jobs WHERE id = $1", {id}).front());
    });
}

std::int64_t JobStore::space_is_back(Timestamp now) {
    const std::string waiting = "waits_for_space = 1 AND state = 'queued' AND run_at > $1";
    if (database_.query("SELECT 1 FROM jobs WHERE " + waiting + " LIMIT 1", {to_value(now)}).empty())
        return 0;
    std::size_t woken = 0;
    database_.write([&](Transaction& tx) {
        woken = tx.query("UPDATE jobs SET run_at = $1 WHERE " + waiting + " RETURNING id", {to_value(now)})
                    .size();
    });
    return static_cast<std::int64_t>(woken);
}

std::map<std::pair<JobKind, JobState>, std::int64_t> JobStore::counts() {
    std::map<std::pair<JobKind, JobState>, std::int64_t> result;
    for (const Row& row :
         database_.query("SELECT kind, state, count(*) FROM jobs GROUP BY kind, state", {})) {
        const auto kind = parse_job_kind(row.text(0));
        const auto state = parse_job_state(row.text(1));
        if (kind && state) result[{*kind, *state}] = row.integer(2);
    }
    return result;
}

bool JobStore::has_open(const std::string& id) {
    return !database_.query("SELECT 1 FROM jobs WHERE id = $1 AND state IN ('queued', 'running')", {id})
                .empty();
}

void JobStore::forget_ended(Timestamp before) {
    database_.write([&](Transaction& tx) {
        const auto rows = tx.query(
            "DELETE FROM jobs WHERE state IN ('succeeded', 'failed', 'cancelled') AND updated_at < $1 "
            "AND NOT EXISTS (SELECT 1 FROM lectures WHERE lectures.job_id = jobs.id) "
            "AND NOT EXISTS (SELECT 1 FROM snippets WHERE snippets.task_id = jobs.id) "
            "AND NOT EXISTS (SELECT 1 FROM download_tasks WHERE download_tasks.id = jobs.id) RETURNING "
            "lecture_id",
            {to_value(before)});
        for (const Row& row : rows)
            if (const auto lecture = row.optional_integer(0)) tx.touch(Topic::lecture, *lecture);
    });
}

}  // namespace lectern::storage
