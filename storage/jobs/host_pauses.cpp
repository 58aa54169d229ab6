#include "storage/jobs/host_pauses.hpp"

#include "storage/sql/values.hpp"

namespace lectern::storage {
namespace {

const Statement lock_pause{"host_pause.lock", "SELECT " + host_pause_columns.list() +
                                                  " FROM host_pauses WHERE host = $1 FOR UPDATE"};
const Statement put_pause{
    "host_pause.put", host_pause_columns.insert_into("host_pauses") +
                          " ON CONFLICT (host) DO UPDATE SET since = excluded.since, paused_until = "
                          "excluded.paused_until, refusals = excluded.refusals, reason = excluded.reason, "
                          "probe_job = excluded.probe_job"};
const Statement set_probe{"host_pause.set_probe", "UPDATE host_pauses SET probe_job = $2 WHERE host = $1"};
const Statement delete_pause{"host_pause.delete",
                             "DELETE FROM host_pauses WHERE host = $1 AND paused_until <= $2 RETURNING host"};
const Statement waiting_lectures{
    "host_pause.lectures",
    "SELECT lecture_id FROM jobs WHERE state = 'queued' AND host = $1 AND lecture_id IS NOT NULL"};

// The statuses of all lectures that wait for the host read differently now.
void touch_waiting(Transaction& tx, const std::string& host) {
    for (const Row& row : tx.query(waiting_lectures, {host}))
        tx.touch(Topic::lecture, row.integer("lecture_id"));
}

}  // namespace

std::optional<HostPause> pause_in(const Row& row) {
    if (row.is_null("p.host")) return std::nullopt;
    return host_pause_columns.read(row, "p");
}

std::string host_waits(const std::string& host) {
    return "EXISTS (SELECT 1 FROM host_pauses AS p WHERE p.host = " + host +
           " AND (p.paused_until > $1 OR EXISTS (SELECT 1 FROM jobs AS b WHERE b.id = p.probe_job AND "
           "b.state "
           "= 'running')))";
}

std::optional<HostPause> lock_host_pause(Transaction& tx, const std::string& host) {
    return host_pause_columns.read_first(tx.query(lock_pause, {host}));
}

void put_host_pause(Transaction& tx, const HostPause& pause) {
    tx.query(put_pause, host_pause_columns.values(pause));
    touch_waiting(tx, pause.host);
}

void note_probe(Transaction& tx, const std::string& host, const std::string& job_id) {
    if (!host.empty()) tx.query(set_probe, {host, job_id});
}

void end_host_pause(Transaction& tx, const std::string& host, Timestamp now) {
    if (!tx.query(delete_pause, {host, to_value(now)}).empty()) touch_waiting(tx, host);
}

}  // namespace lectern::storage
