#include "storage/jobs/claim_order.hpp"

#include "storage/jobs/host_pauses.hpp"
#include "storage/jobs/job_rows.hpp"

namespace lectern::storage {
namespace {

// "('cut'), ('download')". The words of kinds never come from outside, so they may be part of the statement.
// Few different sets of kinds occur, so few statements are prepared.
std::string rows_of(const std::set<JobKind>& kinds) {
    std::string list;
    for (const JobKind kind : kinds)
        list += (list.empty() ? "('" : ", ('") + std::string(to_text(kind)) + "')";
    return list;
}

// "(('cut'), ('fast_cut'))": the parentheses around each word do no harm.
std::string list_of(const std::set<JobKind>& kinds) {
    return "(" + rows_of(kinds) + ")";
}

// "AND j.host NOT IN ($5, $6)"; "" for none.
std::string not_busy(const std::string& host, const std::set<std::string>& busy,
                     std::size_t first_parameter) {
    if (busy.empty()) return "";
    std::string list;
    for (std::size_t i = 0; i < busy.size(); ++i)
        list += (i ? ", $" : "$") + std::to_string(first_parameter + i);
    return " AND " + host + " NOT IN (" + list + ")";
}

const std::string is_ready =
    "j.state = 'queued' AND j.run_at <= $1 AND (j.serial_key = '' OR NOT EXISTS (SELECT 1 FROM jobs AS r "
    "WHERE r.state = 'running' AND r.serial_key <> '' AND r.serial_key = j.serial_key))";

// There is one queue (a row of `lines`) for each kind and host: a queue of a busy or paused host is skipped
// as a whole, however long it is. Selects the first job of each.
std::string first_of_lines(const std::set<JobKind>& kinds, const std::string& busy) {
    return "WITH RECURSIVE lines (kind, host) AS ("
           "SELECT k.column1, (SELECT min(host) FROM jobs WHERE state = 'queued' AND kind = k.column1) "
           "FROM (VALUES " +
           rows_of(kinds) +
           ") AS k UNION ALL "
           "SELECT kind, (SELECT min(q.host) FROM jobs AS q WHERE q.state = 'queued' AND q.kind = lines.kind "
           "AND q.host > lines.host) FROM lines WHERE host IS NOT NULL) "
           "SELECT (SELECT j.id FROM jobs AS j WHERE j.kind = lines.kind AND j.host = lines.host AND " +
           is_ready +
           " ORDER BY j.priority DESC, j.run_at, j.created_at, j.id LIMIT 1) FROM lines "
           "WHERE host IS NOT NULL AND NOT " +
           host_waits("lines.host") + busy;
}

// Reads all cuts that wait; their number is bounded (jobs.max_open). A cut is as long as its snippet is now.
std::string first_of_cuts(const std::set<JobKind>& kinds, const std::string& busy) {
    return "SELECT j.id FROM jobs AS j LEFT JOIN snippets AS s ON s.id = j.snippet_id WHERE j.kind IN " +
           list_of(kinds) + " AND " + is_ready + " AND NOT " + host_waits("j.host") + busy +
           " ORDER BY j.priority DESC, "
           "coalesce((SELECT max(b.started_at) FROM jobs AS b WHERE " +
           scope_is(JobScope::clip) +
           " AND b.lecture_id = j.lecture_id AND b.kind = j.kind), 0), "
           "j.run_at + coalesce(CAST((s.end_second - s.start_second) * 1000 AS BIGINT), 0), "
           "j.created_at, j.id LIMIT 1";
}

}  // namespace

std::string select_next_job(const std::set<JobKind>& kinds, const std::set<std::string>& busy_hosts,
                            std::size_t first_host) {
    std::set<JobKind> cuts, others;
    for (const JobKind kind : kinds)
        (about(kind).scope == JobScope::clip ? cuts : others).insert(kind);
    std::string candidates;
    if (!others.empty())
        candidates = "id IN (" + first_of_lines(others, not_busy("lines.host", busy_hosts, first_host)) + ")";
    if (!cuts.empty()) {
        candidates += candidates.empty() ? "" : " OR ";
        candidates += "id = (" + first_of_cuts(cuts, not_busy("j.host", busy_hosts, first_host)) + ")";
    }
    return "SELECT id FROM jobs WHERE state = 'queued' AND (" + candidates +
           ") ORDER BY priority DESC, run_at, created_at, id LIMIT 1";
}

}  // namespace lectern::storage
