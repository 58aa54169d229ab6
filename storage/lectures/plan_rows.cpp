#include "storage/lectures/plan_rows.hpp"

#include "domain/base/random.hpp"
#include "storage/jobs/job_endings.hpp"
#include "storage/jobs/job_lecture.hpp"
#include "storage/jobs/job_rows.hpp"
#include "storage/jobs/new_job.hpp"
#include "storage/lectures/lecture_rows.hpp"
#include "storage/sql/bulk.hpp"
#include "storage/sql/transact.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace lectern::storage {
namespace {

const Statement insert_snippets{"snippet.insert", snippet_columns.insert_rows_into("snippets")};
const Statement step_aside{"snippet.step_aside",
                           "UPDATE snippets SET position = -position WHERE lecture_id = $1"};
const Statement count_revision{"lecture.count_revision",
                               "UPDATE lectures SET updated_at = $2, revision = revision + 1 WHERE id = $1"};
const Statement lock_open_cut{"snippet.lock_open_cut",
                              "SELECT " + job_columns.list() +
                                  " FROM jobs WHERE snippet_id = $1 AND state IN ('queued', 'running') AND " +
                                  scope_is(JobScope::clip) + " FOR UPDATE"};

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

struct TopicRow {
    std::int64_t lecture_id = 0;
    std::int64_t position = 0;
    topics::Topic topic;
};
constexpr Columns<TopicRow> topic_columns{
    column<&TopicRow::lecture_id>("lecture_id"),
    column<&TopicRow::position>("position"),
    column<&TopicRow::topic, &topics::Topic::name>("name"),
    column<&TopicRow::topic, &topics::Topic::summary>("summary"),
    column<&TopicRow::topic, &topics::Topic::start>("start_second"),
    column<&TopicRow::topic, &topics::Topic::end>("end_second"),
};
const Statement delete_topics{"topic.delete_all", "DELETE FROM topics WHERE lecture_id = $1"};
const Statement insert_topics{"topic.insert", topic_columns.insert_rows_into("topics")};
const Statement list_topics{
    "topic.list", "SELECT " + topic_columns.list() + " FROM topics WHERE lecture_id = $1 ORDER BY position"};

const Statement set_clip_date{"snippet.set_clip_date",
                              "UPDATE snippets SET clip_modified_at = $2 WHERE id = $1"};

Timestamp latest_clip(const std::vector<Snippet>& snippets) {
    Timestamp latest{};
    for (const Snippet& snippet : snippets)
        if (snippet.clip) latest = std::max(latest, snippet.clip->modified_at);
    return latest;
}

// Whether its clip gets another address.
bool clip_moves(const Snippet& before, const PlanChange::Kept& kept) {
    return before.clip && (before.position != kept.position || before.name != kept.item.name);
}

// Ended cuts stay ended, and no cut is queued while the lecture is locked.
bool has_open_cut(const Snippet& before) {
    return before.cut && is_open(before.cut->state);
}

// A cut that has not begun reads the new plan when it begins. One that runs has begun with the old one. A cut
// that another transaction is claiming just now will run before the new plan can be read, so this waits for
// that transaction; a cut that is locked here is claimed only after the commit.
void restart_running_cut(Transaction& tx, std::int64_t snippet_id, Timestamp now) {
    const auto running = job_columns.read_first(tx.query(lock_open_cut, {snippet_id}));
    if (!running || running->state != JobState::running) return;
    revoke_cut(tx, snippet_id, now);
    if (running->cancel_requested) return;
    const NewJob again = same_again(*running, random_uuid());
    insert_job(tx, again, now);
    set_snippet_task(tx, snippet_id, again.id);
}

void insert_added(Transaction& tx, std::int64_t lecture_id, const std::vector<PlanChange::Added>& added,
                  Timestamp now) {
    std::vector<std::vector<Value>> rows;
    rows.reserve(added.size());
    for (const PlanChange::Added& one : added) {
        Snippet snippet;
        snippet.lecture_id = lecture_id;
        snippet.position = one.position;
        snippet.name = one.item.name;
        snippet.summary = one.item.summary;
        snippet.start = one.item.start;
        snippet.end = one.item.end;
        snippet.created_at = now;
        rows.push_back(snippet_columns.values(snippet));
    }
    for_rows(tx, insert_snippets, rows);
}

}  // namespace

LectureWithSnippets plan_now(Transaction& tx, std::int64_t lecture_id) {
    return read_with_snippets(tx.query(lecture_with_snippets, {lecture_id})).value();
}

// Locks the lecture. Returns its plan if that may be replaced.
Result<LectureWithSnippets> lock_plan(Transaction& tx, std::int64_t lecture_id,
                                      const PlanCondition& only_if) {
    if (!lock_lecture(tx, lecture_id)) return no_lecture();
    auto before = plan_now(tx, lecture_id);
    if (only_if && !only_if->contains(before.lecture.revision))
        return Error::outdated("The plan has been changed since you read it.");
    if (pipeline_runs(before.lecture.status)) return Error::conflict("The session is still being processed.");
    return before;
}

void apply_plan(Transaction& tx, const LectureWithSnippets& before, const PlanChange& change, Timestamp now) {
    const std::int64_t lecture_id = before.lecture.id;
    std::map<std::int64_t, const Snippet*> by_id;
    for (const Snippet& snippet : before.snippets)
        by_id.emplace(snippet.id, &snippet);
    // The address of a clip is made of its place and its name: another clip may come there.
    clips_leave(tx, lecture_id, latest_clip(before.snippets));
    const Timestamp first_free = earliest_clip_date(tx, lecture_id);
    for (const std::int64_t id : change.dropped)
        drop_snippet(tx, *by_id.at(id), now);
    // Positions are unique: those of snippets that stay are made negative first.
    tx.query(step_aside, {lecture_id});
    for (const PlanChange::Kept& kept : change.kept) {
        tx.query(update_snippet, kept_columns.values(kept));
        const Snippet& snippet = *by_id.at(kept.id);
        if (clip_moves(snippet, kept))
            tx.query(set_clip_date, {kept.id, to_value(std::max(now, first_free))});
        if (kept.shows_other && has_open_cut(snippet)) restart_running_cut(tx, kept.id, now);
    }
    insert_added(tx, lecture_id, change.added, now);
    tx.query(count_revision, {lecture_id, to_value(now)});
}

void keep_topics(Transaction& tx, std::int64_t lecture_id, const std::vector<topics::Topic>& topics) {
    tx.query(delete_topics, {lecture_id});
    std::vector<std::vector<Value>> rows;
    rows.reserve(topics.size());
    for (const topics::Topic& topic : topics)
        rows.push_back(topic_columns.values({lecture_id, static_cast<std::int64_t>(rows.size()) + 1, topic}));
    for_rows(tx, insert_topics, rows);
}

std::vector<topics::Topic> kept_topics(Transaction& tx, std::int64_t lecture_id) {
    std::vector<topics::Topic> topics;
    for (TopicRow& row : topic_columns.read_all(tx.query(list_topics, {lecture_id})))
        topics.push_back(std::move(row.topic));
    return topics;
}

PlanChange change_to_topics(const std::vector<Snippet>& current, const std::vector<topics::Topic>& topics) {
    std::set<std::int64_t> kept;
    std::vector<PlanItem> items;
    for (const topics::Topic& topic : topics) {
        const auto same = std::ranges::find_if(current, [&](const Snippet& snippet) {
            return snippet.start == topic.start && snippet.end == topic.end && !kept.contains(snippet.id);
        });
        std::optional<std::int64_t> id;
        if (same != current.end()) kept.insert(id.emplace(same->id));
        items.push_back({id, topic.name, topic.summary, topic.start, topic.end});
    }
    return match_plan(current, items);
}

}  // namespace lectern::storage
