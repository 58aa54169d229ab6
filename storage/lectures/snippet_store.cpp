// The part of LectureStore about plans, snippets and their cuts.
#include "storage/files/outbox.hpp"
#include "storage/jobs/job_rows.hpp"
#include "storage/lectures/lecture_rows.hpp"
#include "storage/lectures/lecture_store.hpp"
#include "storage/sql/transact.hpp"
#include "storage/sql/values.hpp"

#include <charconv>
#include <map>

namespace lectern::storage {
namespace {

const std::string snippet_by_id = "SELECT " + snippet_columns + " FROM snippets WHERE id = $1";

std::optional<Snippet> to_snippet(const std::optional<Row>& row) {
    if (!row) return std::nullopt;
    return to_snippet(*row, 0);
}

void keep_snippet(Transaction& tx, const PlanChange::Kept& kept, const Snippet& before, Timestamp now) {
    tx.query(
        "UPDATE snippets SET position = $2, name = $3, summary = $4, start_second = $5, end_second = $6 "
        "WHERE id = $1",
        {kept.id, std::int64_t{kept.position}, kept.item.name, kept.item.summary, kept.item.start,
         kept.item.end});
    if (kept.clip_stays) return;
    revoke_cut(tx, kept.id, now);
    if (!before.clip) return;
    put_trash(tx, before.clip->file, now);
    forget_clip(tx, kept.id);
}

void apply(Transaction& tx, std::int64_t lecture_id, const std::vector<Snippet>& current,
           const PlanChange& change, Timestamp now) {
    std::map<std::int64_t, const Snippet*> by_id;
    for (const Snippet& snippet : current)
        by_id.emplace(snippet.id, &snippet);
    for (const std::int64_t id : change.dropped)
        drop_snippet(tx, *by_id.at(id), now);
    // Places are unique: those that stay step aside first.
    tx.query("UPDATE snippets SET position = -position WHERE lecture_id = $1", {lecture_id});
    for (const PlanChange::Kept& kept : change.kept)
        keep_snippet(tx, kept, *by_id.at(kept.id), now);
    for (const PlanChange::Added& added : change.added) {
        Snippet snippet;
        snippet.lecture_id = lecture_id;
        snippet.position = added.position;
        snippet.name = added.item.name;
        snippet.summary = added.item.summary;
        snippet.start = added.item.start;
        snippet.end = added.item.end;
        snippet.created_at = now;
        add_snippet(tx, snippet);
    }
    tx.query("UPDATE lectures SET updated_at = $2 WHERE id = $1", {lecture_id, to_value(now)});
}

}  // namespace

Result<LectureWithSnippets> LectureStore::set_plan(std::int64_t id, const std::vector<PlanItem>& items,
                                                   Timestamp now) {
    return transact(database_, [&](Transaction& tx) -> Result<LectureWithSnippets> {
        if (!lock_lecture(tx, id)) return refusal(ErrorCode::not_found, "There is no such session.");
        const auto before = to_lecture_with_snippets(tx.query(with_snippets_sql, {id})).value();
        if (pipeline_runs(before.lecture.status)) {
            return refusal(ErrorCode::conflict, "The session is still being processed.");
        }
        if (!before.lecture.duration)
            return refusal(ErrorCode::conflict, "The recording of this session is not here yet.");
        const auto change = plan_change(before.snippets, items, before.lecture.duration);
        if (!change) return change.error();
        apply(tx, id, before.snippets, *change, now);
        return to_lecture_with_snippets(tx.query(with_snippets_sql, {id})).value();
    });
}

std::optional<Snippet> LectureStore::snippet(std::int64_t id) {
    return to_snippet(first_row(database_.query(snippet_by_id, {id})));
}

Result<StartedCut> LectureStore::start_cut(std::int64_t snippet_id, const std::string& payload,
                                           const std::string& new_job_id, Timestamp now) {
    const auto no_snippet = [] { return refusal(ErrorCode::not_found, "There is no such snippet."); };
    return transact(database_, [&](Transaction& tx) -> Result<StartedCut> {
        const auto seen = to_snippet(first_row(tx.query(snippet_by_id, {snippet_id})));
        if (!seen || !lock_lecture(tx, seen->lecture_id)) return no_snippet();
        const auto snippet = to_snippet(first_row(tx.query(snippet_by_id, {snippet_id})));
        if (!snippet) return no_snippet();
        if (!read_lecture(tx, snippet->lecture_id).recording) {
            return refusal(ErrorCode::conflict, "The recording of this session is not here yet.");
        }
        const auto open =
            first_row(tx.query("SELECT id, cancel_requested FROM jobs WHERE snippet_id = $1 AND state IN "
                               "('queued', 'running') AND " +
                                   scope_is(JobScope::clip),
                               {snippet_id}));
        if (open && open->integer(1) == 0) return StartedCut{open->text(0), true};
        if (open)
            revoke_cut(tx, snippet_id, now);  // asked to stop, but not there yet: the new one follows it
        NewJob job{new_job_id, JobKind::cut};
        job.serial_key = lecture_serial_key(snippet->lecture_id);
        job.lecture_id = snippet->lecture_id;
        job.snippet_id = snippet_id;
        job.payload = payload;
        if (auto queued = enqueue(tx, job, now, max_open_jobs_); !queued) return queued.error();
        tx.query("UPDATE snippets SET task_id = $2 WHERE id = $1", {snippet_id, new_job_id});
        return StartedCut{new_job_id, false};
    });
}

std::optional<Snippet> LectureStore::clip_by_name(std::int64_t lecture_id, const std::string& storage_link) {
    int position = 0;
    const char* const end = storage_link.data() + storage_link.size();
    const auto parsed = std::from_chars(storage_link.data(), end, position);
    if (parsed.ec != std::errc() || position < 1) return std::nullopt;
    auto snippet = to_snippet(first_row(database_.query(
        "SELECT " + snippet_columns + " FROM snippets WHERE lecture_id = $1 AND position = $2",
        {lecture_id, std::int64_t{position}})));
    if (!snippet || snippet->storage_link() != storage_link) return std::nullopt;
    return snippet;
}

}  // namespace lectern::storage
