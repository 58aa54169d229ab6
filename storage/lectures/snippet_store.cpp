#include "storage/lectures/snippet_store.hpp"

#include "domain/base/mistakes.hpp"
#include "domain/base/random.hpp"
#include "storage/jobs/job_lecture.hpp"
#include "storage/jobs/job_rows.hpp"
#include "storage/jobs/new_job.hpp"
#include "storage/lectures/lecture_rows.hpp"
#include "storage/lectures/plan_rows.hpp"
#include "storage/sql/transact.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>

namespace lectern::storage {
namespace {

const Statement find_snippet{"snippet.find",
                             "SELECT " + snippet_columns.list() + " FROM snippets WHERE id = $1"};
const Statement find_at_position{
    "snippet.find_at_position",
    "SELECT " + snippet_columns.list() + " FROM snippets WHERE lecture_id = $1 AND position = $2"};
const Statement any_transcript{"transcript.any", "SELECT 1 FROM transcripts WHERE lecture_id = $1"};
const Statement read_one{"snippet.read", select_snippets() + "WHERE s.id = $1"};

// The snippets with these ids, in the order of the plan; all of them for an empty list.
Result<std::vector<Snippet>> chosen_snippets(const std::vector<Snippet>& plan,
                                             const std::vector<std::int64_t>& ids) {
    if (ids.empty()) return plan;
    Mistakes mistakes;
    for (std::size_t i = 0; i < ids.size(); ++i) {
        if (std::ranges::none_of(plan, [&](const Snippet& snippet) { return snippet.id == ids[i]; }))
            mistakes.add("snippets." + std::to_string(i) + ".id",
                         "must be the id of a snippet of this session");
    }
    if (mistakes.any()) return mistakes.error();
    std::vector<Snippet> chosen;
    std::ranges::copy_if(plan, std::back_inserter(chosen),
                         [&](const Snippet& snippet) { return std::ranges::count(ids, snippet.id) > 0; });
    return chosen;
}

}  // namespace

Result<LectureWithSnippets> SnippetStore::set_plan(std::int64_t lecture_id,
                                                   const std::vector<PlanItem>& items, Timestamp now,
                                                   const PlanCondition& only_if) {
    return transact(database_, [&](Transaction& tx) -> Result<LectureWithSnippets> {
        const auto before = lock_plan(tx, lecture_id, only_if);
        if (!before) return before.error();
        if (!before->lecture.duration) return no_recording_yet();
        const auto change = plan_change(before->snippets, items, before->lecture.duration);
        if (!change) return change.error();
        apply_plan(tx, *before, *change, now);
        return plan_now(tx, lecture_id);
    });
}

Result<LectureWithSnippets> SnippetStore::plan_of_topics(std::int64_t lecture_id, bool anew,
                                                         const std::string& analysis_payload,
                                                         const std::string& new_job_id, Timestamp now,
                                                         const PlanCondition& only_if) {
    return transact(database_, [&](Transaction& tx) -> Result<LectureWithSnippets> {
        const auto before = lock_plan(tx, lecture_id, only_if);
        if (!before) return before.error();
        const auto topics = anew ? std::vector<topics::Topic>() : kept_topics(tx, lecture_id);
        if (!topics.empty()) {
            apply_plan(tx, *before, change_to_topics(before->snippets, topics), now);
            return plan_now(tx, lecture_id);
        }
        // The pipeline would finish without a recording.
        if (!before->lecture.recording) return no_recording_yet();
        if (tx.query(any_transcript, {lecture_id}).empty())
            return Error::conflict("There is no transcript of this session to find topics in.");
        NewJob job{new_job_id, JobKind::analyze};
        job.lecture_id = lecture_id;
        job.payload = analysis_payload;
        if (auto queued = enqueue(tx, job, now, max_open_jobs_); !queued) return queued.error();
        set_lecture_job(tx, lecture_id, new_job_id);
        set_lecture_status(tx, lecture_id, pipeline_step(job.kind).waiting, now);
        return plan_now(tx, lecture_id);
    });
}

std::optional<Snippet> SnippetStore::get(std::int64_t id) {
    const auto row = first_row(database_.query(read_one, {id}));
    if (!row) return std::nullopt;
    return read_snippet(*row);
}

Result<StartedCut> SnippetStore::start_cut(std::int64_t snippet_id, const CutOrder& order,
                                           const std::string& new_job_id, Timestamp now) {
    return transact(database_, [&](Transaction& tx) -> Result<StartedCut> {
        const auto seen = snippet_columns.read_first(tx.query(find_snippet, {snippet_id}));
        if (!seen || !lock_lecture(tx, seen->lecture_id)) return no_snippet();
        // Read again, because it cannot change any more: its lecture is locked now.
        const auto snippet = snippet_columns.read_first(tx.query(find_snippet, {snippet_id}));
        if (!snippet) return no_snippet();
        if (!read_lecture(tx, snippet->lecture_id).recording) return no_recording_yet();
        return order_cut(tx, *snippet, order, new_job_id, now, max_open_jobs_);
    });
}

Result<std::vector<StartedCut>> SnippetStore::start_cuts(std::int64_t lecture_id,
                                                         const std::vector<std::int64_t>& snippet_ids,
                                                         const CutOrder& order, Timestamp now) {
    return transact(database_, [&](Transaction& tx) -> Result<std::vector<StartedCut>> {
        if (!lock_lecture(tx, lecture_id)) return no_lecture();
        const LectureWithSnippets plan = plan_now(tx, lecture_id);
        if (!plan.lecture.recording) return no_recording_yet();
        const auto chosen = chosen_snippets(plan.snippets, snippet_ids);
        if (!chosen) return chosen.error();
        std::vector<StartedCut> started;
        for (const Snippet& snippet : *chosen) {
            auto one = order_cut(tx, snippet, order, random_uuid(), now, max_open_jobs_);
            if (!one) return one.error();
            started.push_back(*std::move(one));
        }
        return started;
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
