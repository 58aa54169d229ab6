#include "storage/lectures/cut_orders.hpp"

#include "storage/jobs/job_endings.hpp"
#include "storage/jobs/job_lecture.hpp"
#include "storage/jobs/job_rows.hpp"
#include "storage/jobs/new_job.hpp"
#include "storage/lectures/lecture_rows.hpp"
#include "storage/sql/transact.hpp"

namespace lectern::storage {
namespace {

const Statement find_open_cut{
    "snippet.open_cut",
    "SELECT id, kind, payload, cancel_requested FROM jobs WHERE snippet_id = $1 AND state IN "
    "('queued', 'running') AND " +
        scope_is(JobScope::clip)};

}  // namespace

Result<StartedCut> order_cut(Transaction& tx, const Snippet& snippet, const CutOrder& order,
                             const std::string& new_job_id, Timestamp now, int max_open_jobs) {
    StartedCut started{new_job_id};
    if (const auto open = first_row(tx.query(find_open_cut, {snippet.id}))) {
        const bool same = open->text("kind") == to_text(order.kind) && open->text("payload") == order.payload;
        if (same && open->integer("cancel_requested") == 0) return StartedCut{open->text("id"), true};
        // A different order takes its place, or it was asked to stop and has not stopped yet.
        revoke_cut(tx, snippet.id, now);
        started.replaced = open->text("id");
    }
    NewJob job{new_job_id, order.kind};
    job.lecture_id = snippet.lecture_id;
    job.snippet_id = snippet.id;
    job.payload = order.payload;
    if (auto queued = enqueue(tx, job, now, max_open_jobs); !queued) return queued.error();
    set_snippet_task(tx, snippet.id, new_job_id);
    return started;
}

}  // namespace lectern::storage
