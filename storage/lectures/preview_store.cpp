#include "storage/lectures/preview_store.hpp"

#include "storage/files/outbox.hpp"
#include "storage/jobs/job_lecture.hpp"
#include "storage/jobs/job_rows.hpp"
#include "storage/jobs/new_job.hpp"
#include "storage/lectures/lecture_rows.hpp"
#include "storage/lectures/preview_rows.hpp"
#include "storage/sql/transact.hpp"
#include "storage/sql/values.hpp"

namespace lectern::storage {
namespace {

const Statement find_preview{
    "preview.find", "SELECT " + lecture_columns.list("l") + ", " + preview_columns.list("p") +
                        R"(, j.state AS "j.state", j.error AS "j.error", j.updated_at AS "j.updated_at")"
                        " FROM lectures AS l LEFT JOIN previews AS p ON p.lecture_id = l.id "
                        "LEFT JOIN jobs AS j ON j.id = p.job_id WHERE l.id = $1"};

std::optional<LecturePreview> read_preview(const std::vector<Row>& rows) {
    if (rows.empty()) return std::nullopt;
    const Row& row = rows.front();
    LecturePreview found{lecture_columns.read(row, "l"), std::nullopt};
    if (!row.is_null("p.file")) found.preview = preview_columns.read(row, "p");
    if (!row.is_null("j.state")) {
        found.job_state = parse_job_state(row.text("j.state"));
        found.job_error = row.text("j.error");
        found.job_updated_at = to_timestamp(row.integer("j.updated_at"));
    }
    return found;
}

}  // namespace

std::optional<LecturePreview> PreviewStore::find(std::int64_t lecture_id) {
    return read_preview(database_.query(find_preview, {lecture_id}));
}

Result<> PreviewStore::order(std::int64_t lecture_id, const std::string& new_job_id, Timestamp now) {
    return transact(database_, [&](Transaction& tx) -> Result<> {
        if (!lock_lecture(tx, lecture_id)) return no_lecture();
        if (!read_preview(tx.query(find_preview, {lecture_id}))->missing(now)) return {};
        NewJob job{new_job_id, JobKind::preview};
        job.lecture_id = lecture_id;
        if (auto queued = enqueue(tx, job, now, max_open_jobs_); !queued) return queued.error();
        begin_preview(tx, lecture_id, new_job_id, now);
        return {};
    });
}

void PreviewStore::finish(const Lease& lease, const Preview& preview, const std::optional<Playback>& playback,
                          Timestamp now) {
    database_.write([&](Transaction& tx) {
        const Job job = lock_leased_job(tx, lease);
        if (!job.lecture_id) throw LeaseLost();
        if (!put_preview(tx, *job.lecture_id, job.id, preview)) put_trash(tx, preview.file, now);
        Lecture lecture = read_lecture(tx, *job.lecture_id);
        if (playback && lecture.recording && !lecture.playback) {
            lecture.playback = playback;
            put_recording(tx, lecture, now);
        }
        succeed_job(tx, job.id, "", now);
    });
}

}  // namespace lectern::storage
