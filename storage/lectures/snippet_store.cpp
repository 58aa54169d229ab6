#include "storage/lectures/snippet_store.hpp"

#include "storage/files/outbox.hpp"
#include "storage/jobs/job_endings.hpp"
#include "storage/jobs/job_lecture.hpp"
#include "storage/jobs/job_rows.hpp"
#include "storage/jobs/new_job.hpp"
#include "storage/lectures/lecture_rows.hpp"
#include "storage/sql/transact.hpp"

#include <charconv>
#include <map>

namespace lectern::storage {
namespace {

const Statement find_snippet{"snippet.find",
                             "SELECT " + snippet_columns.list() + " FROM snippets WHERE id = $1"};
const Statement find_at_position{
    "snippet.find_at_position",
    "SELECT " + snippet_columns.list() + " FROM snippets WHERE lecture_id = $1 AND position = $2"};
const Statement step_aside{"snippet.step_aside",
                           "UPDATE snippets SET position = -position WHERE lecture_id = $1"};
const Statement touch_lecture{"lecture.set_updated_at", "UPDATE lectures SET updated_at = $2 WHERE id = $1"};
const Statement find_open_cut{"snippet.open_cut",
                              "SELECT id, cancel_requested FROM jobs WHERE snippet_id = $1 AND state IN "
                              "('queued', 'running') AND " +
                                  scope_is(JobScope::clip)};
const Statement put_task{"snippet.set_task", "UPDATE snippets SET task_id = $2 WHERE id = $1"};

constexpr Columns<PlanChange::Kept> kept_columns{
    column<&PlanChange::Kept::id>("id"),
    column<&PlanChange::Kept::position>("position"),
    column<&PlanChange::Kept::item, &PlanItem::name>("name"),
    column<&PlanChange::Kept::item, &PlanItem::summary>("summary"),
    column<&PlanChange::Kept::item, &PlanItem::start>("start_second"),
    column<&PlanChange::Kept::item, &PlanItem::end>("end_second"),
};
const Statement update_snippet{"snippet.update",
                               "UPDATE snippets SET " + kept_columns.assignments() + " WHERE id = $1"};

void keep_snippet(Transaction& tx, const PlanChange::Kept& kept, const Snippet& before, Timestamp now) {
    tx.query(update_snippet, kept_columns.values(kept));
    if (kept.clip_stays) return;
    revoke_cut(tx, kept.id, now);
    if (!before.clip) return;
    put_trash(tx, before.clip->file, now);
    clear_clip(tx, kept.id);
}

void apply(Transaction& tx, std::int64_t lecture_id, const std::vector<Snippet>& current,
           const PlanChange& change, Timestamp now) {
    std::map<std::int64_t, const Snippet*> by_id;
    for (const Snippet& snippet : current)
        by_id.emplace(snippet.id, &snippet);
    for (const std::int64_t id : change.dropped)
        drop_snippet(tx, *by_id.at(id), now);
    // Positions are unique, so the positions of snippets that stay are made negative first.
    tx.query(step_aside, {lecture_id});
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
        insert_snippet(tx, snippet);
    }
    tx.query(touch_lecture, {lecture_id, to_value(now)});
}

}  // namespace

Result<LectureWithSnippets> SnippetStore::set_plan(std::int64_t lecture_id,
                                                   const std::vector<PlanItem>& items, Timestamp now) {
    return transact(database_, [&](Transaction& tx) -> Result<LectureWithSnippets> {
        if (!lock_lecture(tx, lecture_id)) return no_lecture();
        const auto before = read_with_snippets(tx.query(lecture_with_snippets, {lecture_id})).value();
        if (pipeline_runs(before.lecture.status))
            return Error::conflict("The session is still being processed.");
        if (!before.lecture.duration) return no_recording_yet();
        const auto change = plan_change(before.snippets, items, before.lecture.duration);
        if (!change) return change.error();
        apply(tx, lecture_id, before.snippets, *change, now);
        return read_with_snippets(tx.query(lecture_with_snippets, {lecture_id})).value();
    });
}

std::optional<Snippet> SnippetStore::get(std::int64_t id) {
    return snippet_columns.read_first(database_.query(find_snippet, {id}));
}

Result<StartedCut> SnippetStore::start_cut(std::int64_t snippet_id, const std::string& payload,
                                           const std::string& new_job_id, Timestamp now) {
    return transact(database_, [&](Transaction& tx) -> Result<StartedCut> {
        const auto seen = snippet_columns.read_first(tx.query(find_snippet, {snippet_id}));
        if (!seen || !lock_lecture(tx, seen->lecture_id)) return no_snippet();
        // Read again, because it cannot change any more: its lecture is locked now.
        const auto snippet = snippet_columns.read_first(tx.query(find_snippet, {snippet_id}));
        if (!snippet) return no_snippet();
        if (!read_lecture(tx, snippet->lecture_id).recording) return no_recording_yet();
        if (const auto open = first_row(tx.query(find_open_cut, {snippet_id}))) {
            if (open->integer("cancel_requested") == 0) return StartedCut{open->text("id"), true};
            // This cut was asked to stop and has not stopped yet. It is cancelled, and a new cut follows it.
            revoke_cut(tx, snippet_id, now);
        }
        NewJob job{new_job_id, JobKind::cut};
        job.serial_key = lecture_serial_key(snippet->lecture_id);
        job.lecture_id = snippet->lecture_id;
        job.snippet_id = snippet_id;
        job.payload = payload;
        if (auto queued = enqueue(tx, job, now, max_open_jobs_); !queued) return queued.error();
        tx.query(put_task, {snippet_id, new_job_id});
        return StartedCut{new_job_id, false};
    });
}

std::optional<Snippet> SnippetStore::clip_by_name(std::int64_t lecture_id, const std::string& storage_link) {
    int position = 0;
    const char* const end = storage_link.data() + storage_link.size();
    const auto parsed = std::from_chars(storage_link.data(), end, position);
    if (parsed.ec != std::errc() || position < 1) return std::nullopt;
    auto snippet =
        snippet_columns.read_first(database_.query(find_at_position, {lecture_id, std::int64_t{position}}));
    if (!snippet || snippet->storage_link() != storage_link) return std::nullopt;
    return snippet;
}

}  // namespace lectern::storage
