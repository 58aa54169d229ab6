#include "storage/lectures/pipeline_store.hpp"

#include "storage/classrooms/class_tie_rows.hpp"
#include "storage/files/outbox.hpp"
#include "storage/jobs/job_endings.hpp"
#include "storage/jobs/job_rows.hpp"
#include "storage/jobs/new_job.hpp"
#include "storage/lectures/lecture_rows.hpp"
#include "storage/lectures/plan_rows.hpp"
#include "storage/lectures/preview_rows.hpp"
#include "storage/lectures/proxy_rows.hpp"
#include "storage/lectures/transcript_json.hpp"
#include "storage/sql/transact.hpp"

#include <algorithm>

namespace lectern::storage {
namespace {

const Statement find_upload{"upload.of_lecture",
                            "SELECT u.id, u.file FROM uploads AS u JOIN lectures AS l ON l.source_key = "
                            "'upload:' || u.id WHERE l.id = $1 AND u.file <> ''"};
const Statement clear_upload{"upload.clear_file", "UPDATE uploads SET file = '' WHERE id = $1"};
const Statement put_transcript{"transcript.put",
                               "INSERT INTO transcripts (lecture_id, body) VALUES ($1, $2) "
                               "ON CONFLICT (lecture_id) DO UPDATE SET body = excluded.body"};
const Statement put_transcript_notice{"lecture.set_transcript_notice",
                                      "UPDATE lectures SET transcript_notice = $2 WHERE id = $1"};
const Statement put_duration{"lecture.set_duration",
                             "UPDATE lectures SET duration = coalesce(duration, $2) WHERE id = $1"};
const Statement find_clip{"snippet.clip_file",
                          "SELECT clip_file, lecture_id, clip_modified_at FROM snippets WHERE id = $1"};

// A leased job of the pipeline and its lecture, both locked.
struct Step {
    Job job;
    std::int64_t lecture_id;
};

Step lock_step(Transaction& tx, const Lease& lease) {
    Job job = lock_leased_job(tx, lease);
    if (!job.lecture_id) throw LeaseLost();
    const std::int64_t lecture_id = *job.lecture_id;
    return {std::move(job), lecture_id};
}

// Writes that the step succeeded. If a person asked to cancel meanwhile, its result stays, but the pipeline
// ends here. Returns whether the pipeline goes on.
bool end_step(Transaction& tx, const Step& step, Timestamp now) {
    if (step.job.cancel_requested) {
        conclude_job(tx, step.job, cancelled_now(now), now);
        return false;
    }
    succeed_job(tx, step.job.id, "", now);
    return true;
}

// Queues the job that follows in the pipeline, or finishes the lecture after the last one.
void go_on(Transaction& tx, const Step& step, const std::string& next_job_id, Timestamp now) {
    const auto next_kind = pipeline_step(step.job.kind).next;
    if (!next_kind) return set_lecture_status(tx, step.lecture_id, LectureStatus::finished, now);
    NewJob next{next_job_id, *next_kind};
    next.lecture_id = step.lecture_id;
    insert_job(tx, next, now);
    set_lecture_job(tx, step.lecture_id, next_job_id);
    set_lecture_status(tx, step.lecture_id, pipeline_step(*next_kind).waiting, now);
}

// Its priority is low: the pipeline goes first where they meet. Does nothing if `max_open` jobs are open.
void queue_preview(Transaction& tx, std::int64_t lecture_id, const std::string& job_id, Timestamp now,
                   int max_open) {
    NewJob job{job_id, JobKind::preview};
    job.lecture_id = lecture_id;
    if (enqueue(tx, job, now, max_open)) begin_preview(tx, lecture_id, job_id, now);
}

// The lecture has the uploaded file now, so the upload cannot be used again. Removes what is left of it.
void take_upload(Transaction& tx, std::int64_t lecture_id, Timestamp now) {
    const auto upload = first_row(tx.query(find_upload, {lecture_id}));
    if (!upload) return;
    put_trash(tx, upload->text("file"), now);
    tx.query(clear_upload, {upload->text("id")});
}

}  // namespace

void PipelineStore::begin_step(const Lease& lease, Timestamp now) {
    database_.write([&](Transaction& tx) {
        const Step step = lock_step(tx, lease);
        set_lecture_status(tx, step.lecture_id, pipeline_step(step.job.kind).running, now);
    });
}

void PipelineStore::finish_download(const Lease& lease, const DownloadedRecording& recording,
                                    const std::string& next_job_id, Timestamp now) {
    std::vector<std::string> matched;
    matched.reserve(recording.match.ranked.size());
    for (const ScoredClassSession& candidate : recording.match.ranked)
        matched.push_back(candidate.class_session_id);
    database_.write([&](Transaction& tx) {
        const auto kept = keep_class_sessions(tx, matched);
        const Step step = lock_step(tx, lease);
        Lecture lecture = read_lecture(tx, step.lecture_id);
        lecture.recording = recording.file;
        lecture.playback = recording.playback;
        lecture.duration = recording.duration;
        lecture.recording_notice = recording.notice;
        put_recording(tx, lecture, now);
        store_match(tx, step.lecture_id, recording.match, kept, now);
        // Those of an earlier recording, which was lost.
        if (const auto preview = forget_preview(tx, step.lecture_id)) put_trash(tx, *preview, now);
        if (const auto proxy = forget_proxy(tx, step.lecture_id)) put_trash(tx, *proxy, now);
        take_upload(tx, step.lecture_id, now);
        if (!end_step(tx, step, now)) return;
        go_on(tx, step, next_job_id, now);
        if (!recording.preview_job_id.empty())
            queue_preview(tx, step.lecture_id, recording.preview_job_id, now, max_open_jobs_ / 2 + 1);
    });
}

void PipelineStore::finish_transcription(const Lease& lease, const Transcript& transcript,
                                         const std::string& next_job_id, Timestamp now) {
    const std::string body = transcript_to_json(transcript);
    database_.write([&](Transaction& tx) {
        const Step step = lock_step(tx, lease);
        tx.query(put_transcript, {step.lecture_id, body});
        tx.query(put_transcript_notice, {step.lecture_id, transcript.notice});
        if (transcript.duration > 0) tx.query(put_duration, {step.lecture_id, transcript.duration});
        if (end_step(tx, step, now)) go_on(tx, step, next_job_id, now);
    });
}

void PipelineStore::finish_analysis(const Lease& lease, const std::vector<topics::Topic>& topics,
                                    Timestamp now, bool replaces_plan) {
    database_.write([&](Transaction& tx) {
        const Step step = lock_step(tx, lease);
        keep_topics(tx, step.lecture_id, topics);
        const auto before = read_with_snippets(tx.query(lecture_with_snippets, {step.lecture_id})).value();
        // Snippets that exist before the first analysis were planned by a person while the pipeline had
        // failed.
        if (replaces_plan || before.snippets.empty())
            apply_plan(tx, before, change_to_topics(before.snippets, topics), now);
        if (end_step(tx, step, now)) go_on(tx, step, "", now);
    });
}

void PipelineStore::publish_clip(const Lease& lease, const Clip& clip, const std::string& result,
                                 Timestamp now) {
    database_.write([&](Transaction& tx) {
        const Job job = lock_leased_job(tx, lease);
        if (!job.snippet_id) throw LeaseLost();
        const auto row = first_row(tx.query(find_clip, {*job.snippet_id}));
        if (!row) throw LeaseLost();
        const auto replaced = row->optional_text("clip_file");
        if (replaced && *replaced != clip.file) put_trash(tx, *replaced, now);
        Clip published = clip;
        published.modified_at = std::max(clip.made_at, earliest_clip_date(tx, row->integer("lecture_id")));
        if (const auto before = row->optional_integer("clip_modified_at"))
            published.modified_at = std::max(published.modified_at, next_second(to_timestamp(*before)));
        put_clip(tx, *job.snippet_id, published);
        succeed_job(tx, job.id, result, now);
    });
}

}  // namespace lectern::storage
