// The part of LectureStore that the steps of the pipeline write, each under its lease.
#include "storage/classrooms/class_tie_rows.hpp"
#include "storage/files/outbox.hpp"
#include "storage/jobs/job_rows.hpp"
#include "storage/lectures/lecture_rows.hpp"
#include "storage/lectures/lecture_store.hpp"
#include "storage/lectures/transcript_json.hpp"
#include "storage/sql/transact.hpp"
#include "storage/sql/values.hpp"

namespace lectern::storage {
namespace {

// A pipeline job that is leased and its lecture, both locked.
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

// Ends the step well. A person who asked to cancel while it ended is heard here: its result stays, nothing
// follows. Returns whether the pipeline goes on.
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
    next.serial_key = step.job.serial_key;
    next.lecture_id = step.lecture_id;
    insert_job(tx, next, now);
    tx.query("UPDATE lectures SET job_id = $2 WHERE id = $1", {step.lecture_id, next_job_id});
    set_lecture_status(tx, step.lecture_id, pipeline_step(*next_kind).waiting, now);
}

// The lecture has the file that was uploaded: nobody can use the upload again.
void take_upload(Transaction& tx, std::int64_t lecture_id, Timestamp now) {
    const auto row = first_row(tx.query(
        "SELECT u.id, u.file FROM uploads AS u JOIN lectures AS l ON l.source_key = 'upload:' || u.id "
        "WHERE l.id = $1 AND u.file <> ''",
        {lecture_id}));
    if (!row) return;
    put_trash(tx, row->text(1), now);
    tx.query("UPDATE uploads SET file = '' WHERE id = $1", {row->text(0)});
}

}  // namespace

void LectureStore::begin_step(const Lease& lease, Timestamp now) {
    database_.write([&](Transaction& tx) {
        const Step step = lock_step(tx, lease);
        set_lecture_status(tx, step.lecture_id, pipeline_step(step.job.kind).running, now);
    });
}

void LectureStore::finish_download(const Lease& lease, const DownloadedRecording& recording,
                                   const std::string& next_job_id, Timestamp now) {
    std::vector<std::string> matched;
    for (const ScoredClassSession& candidate : recording.match.ranked)
        matched.push_back(candidate.class_session_id);
    database_.write([&](Transaction& tx) {
        const auto kept = keep_class_sessions(tx, matched);
        const Step step = lock_step(tx, lease);
        tx.query(
            "UPDATE lectures SET recording = $2, recording_bytes = $3, recording_sha256 = $4, duration = $5, "
            "updated_at = $6 WHERE id = $1",
            {step.lecture_id, recording.file, recording.bytes, recording.sha256, to_value(recording.duration),
             to_value(now)});
        store_match(tx, step.lecture_id, recording.match, kept, now);
        take_upload(tx, step.lecture_id, now);
        if (end_step(tx, step, now)) go_on(tx, step, next_job_id, now);
    });
}

void LectureStore::finish_transcription(const Lease& lease, const Transcript& transcript,
                                        const std::string& next_job_id, Timestamp now) {
    const std::string body = transcript_to_json(transcript);
    database_.write([&](Transaction& tx) {
        const Step step = lock_step(tx, lease);
        tx.query(
            "INSERT INTO transcripts (lecture_id, body) VALUES ($1, $2) "
            "ON CONFLICT (lecture_id) DO UPDATE SET body = excluded.body",
            {step.lecture_id, body});
        if (transcript.duration > 0) {
            tx.query("UPDATE lectures SET duration = coalesce(duration, $2) WHERE id = $1",
                     {step.lecture_id, transcript.duration});
        }
        if (end_step(tx, step, now)) go_on(tx, step, next_job_id, now);
    });
}

void LectureStore::finish_analysis(const Lease& lease, const std::vector<topics::Topic>& topics,
                                   Timestamp now) {
    database_.write([&](Transaction& tx) {
        const Step step = lock_step(tx, lease);
        const auto before = to_lecture_with_snippets(tx.query(with_snippets_sql, {step.lecture_id})).value();
        // Snippets that are there before the analysis were planned by a person while the pipeline had failed.
        const bool planned = !before.snippets.empty();
        int position = 0;
        for (const topics::Topic& topic : topics) {
            if (planned) break;
            Snippet snippet;
            snippet.lecture_id = step.lecture_id;
            snippet.position = ++position;
            snippet.name = topic.name;
            snippet.summary = topic.summary;
            snippet.start = topic.start;
            snippet.end = topic.end;
            snippet.created_at = now;
            add_snippet(tx, snippet);
        }
        if (end_step(tx, step, now)) go_on(tx, step, "", now);
    });
}

void LectureStore::publish_clip(const Lease& lease, const Clip& clip, const std::string& result,
                                Timestamp now) {
    database_.write([&](Transaction& tx) {
        const Job job = lock_leased_job(tx, lease);
        if (!job.snippet_id) throw LeaseLost();
        const auto row =
            first_row(tx.query("SELECT clip_file FROM snippets WHERE id = $1", {*job.snippet_id}));
        if (!row) throw LeaseLost();
        const auto replaced = row->optional_text(0);
        if (replaced && *replaced != clip.file) put_trash(tx, *replaced, now);
        tx.query(
            "UPDATE snippets SET clip_file = $2, clip_version = $3, clip_bytes = $4, clip_sha256 = $5, "
            "clip_made_at = $6 WHERE id = $1",
            {*job.snippet_id, clip.file, clip.version, clip.bytes, clip.sha256, to_value(clip.made_at)});
        succeed_job(tx, job.id, result, now);
    });
}

}  // namespace lectern::storage
