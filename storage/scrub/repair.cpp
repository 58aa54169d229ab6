#include "storage/scrub/repair.hpp"

#include "storage/batches/batch_rows.hpp"
#include "storage/files/outbox.hpp"
#include "storage/jobs/job_endings.hpp"
#include "storage/jobs/job_lecture.hpp"
#include "storage/jobs/job_rows.hpp"
#include "storage/jobs/new_job.hpp"
#include "storage/lectures/lecture_rows.hpp"
#include "storage/lectures/preview_rows.hpp"
#include "storage/lectures/proxy_rows.hpp"
#include "storage/sql/transact.hpp"
#include "storage/sql/values.hpp"

#include <stdexcept>

namespace lectern::storage {
namespace {

using Owner = Claim::Owner;

const Statement last_of_kind{"repair.last_of_kind",
                             "SELECT payload FROM jobs WHERE lecture_id = $1 AND kind = $2 "
                             "ORDER BY created_at DESC, id LIMIT 1"};
const Statement lecture_of_snippet{"repair.lecture_of_snippet",
                                   "SELECT lecture_id FROM snippets WHERE id = $1"};
const Statement clear_download{
    "repair.clear_download",
    "UPDATE download_tasks SET file_name = NULL, file_plain = NULL, file_number = NULL, file_bytes = NULL, "
    "file_sha256 = NULL, file_made_at = NULL WHERE id = $1"};
const Statement fail_download{
    "repair.fail_download",
    "UPDATE jobs SET state = 'failed', checkpoint = '', error = $2, updated_at = $3 WHERE id = $1"};
const Statement set_received{"repair.shorten_upload",
                             "UPDATE uploads SET received = $2, complete = 0, updated_at = $3 WHERE id = $1"};

// Makes the lecture fail in its download, so that a retry begins there. Its transcript, plan and clips stay.
void lose_recording(Transaction& tx, std::int64_t lecture_id, const std::string& job_id, Timestamp now) {
    if (!lock_lecture(tx, lecture_id)) return;
    revoke_pipeline(tx, lecture_id, now);
    const std::string first_kind(to_text(first_of_pipeline()));
    const auto before = first_row(tx.query(last_of_kind, {lecture_id, first_kind}));
    NewJob job{job_id, first_of_pipeline()};
    job.lecture_id = lecture_id;
    if (before) job.payload = before->text("payload");
    insert_job(tx, job, now);
    Lecture lecture = read_lecture(tx, lecture_id);
    lecture.lose_recording();
    put_recording(tx, lecture, now);
    set_lecture_job(tx, lecture_id, job_id);
    const bool uploaded = lecture.source_key.starts_with("upload:");
    const std::string text =
        uploaded ? "The recording was lost from the server's disk. Delete this session and upload it again."
                 : "The recording was lost from the server's disk. Try again: it will be downloaded again.";
    conclude_job(tx, lock_job(tx, job_id).value(), {JobState::failed, now, text}, now);
}

void lose_clip(Transaction& tx, std::int64_t snippet_id) {
    const auto row = first_row(tx.query(lecture_of_snippet, {snippet_id}));
    if (row && lock_lecture(tx, row->integer("lecture_id"))) clear_clip(tx, snippet_id);
}

void lose_preview(Transaction& tx, std::int64_t lecture_id) {
    if (lock_lecture(tx, lecture_id)) forget_preview(tx, lecture_id);
}

// The file has been moved away, or is missing.
void lose_proxy(Transaction& tx, std::int64_t lecture_id) {
    if (lock_lecture(tx, lecture_id)) forget_proxy(tx, lecture_id);
}

// Makes the task fail, so that it can be started again, from its beginning.
void lose_download(Transaction& tx, const std::string& task_id, Timestamp now) {
    if (!lock_client_of(tx, task_id)) return;
    tx.query(clear_download, {task_id});
    tx.query(fail_download,
             {task_id, "The file was lost from the server's disk. Try again: it will be downloaded again.",
              to_value(now)});
}

// The client will continue the upload after the bytes that exist.
void shorten_upload(Transaction& tx, const std::string& id, std::int64_t bytes, Timestamp now) {
    tx.query(set_received, {id, bytes, to_value(now)});
}

class Repair {
public:
    Repair(Database& database, const StateFolder& folder, Timestamp now,
           const std::function<std::string()>& new_id)
        : database_(database), folder_(folder), now_(now), new_id_(new_id) {}

    // Returns what was done, for the person.
    std::string operator()(const Fault& fault) const {
        if (fault.kind == Fault::Kind::unreadable) return "";
        if (!fault.claim) return set_aside(fault);
        std::string done;
        const bool partial = fault.claim->owner == Owner::upload && fault.bytes < fault.claim->bytes;
        // The file before the row: if the repair is interrupted in between, the next one finds the file
        // missing.
        if (fault.kind != Fault::Kind::missing && !partial) done = set_aside(fault) + "; ";
        const std::int64_t bytes_left = partial ? fault.bytes : 0;
        database_.write([&](Transaction& tx) { give_up(tx, *fault.claim, bytes_left); });
        return done + consequence(*fault.claim, bytes_left);
    }

private:
    std::string set_aside(const Fault& fault) const { return "moved to " + folder_.set_aside(fault.path); }

    void give_up(Transaction& tx, const Claim& claim, std::int64_t bytes_left) const {
        switch (claim.owner) {
            case Owner::recording:
                return lose_recording(tx, claim.id, new_id_(), now_);
            case Owner::clip:
                return lose_clip(tx, claim.id);
            case Owner::preview:
                return lose_preview(tx, claim.id);
            case Owner::proxy:
                return lose_proxy(tx, claim.id);
            case Owner::upload:
                return shorten_upload(tx, claim.key, bytes_left, now_);
            case Owner::download:
                return lose_download(tx, claim.key, now_);
            case Owner::work:
                return;
        }
    }

    static std::string consequence(const Claim& claim, std::int64_t bytes_left) {
        switch (claim.owner) {
            case Owner::recording:
                return "session " + std::to_string(claim.id) + " has failed and can be tried again";
            case Owner::clip:
                return "snippet " + std::to_string(claim.id) + " can be cut again";
            case Owner::proxy:
                return "the proxy of session " + std::to_string(claim.id) +
                       " is made again when it is needed";
            case Owner::preview:
                return "the preview of session " + std::to_string(claim.id) +
                       " is made again when it is needed";
            case Owner::upload:
                return "the upload continues after " + std::to_string(bytes_left) + " bytes";
            case Owner::download:
                return "the task has failed and can be started again";
            case Owner::work:
                break;
        }
        throw std::logic_error("a work file is no fault");
    }

    Database& database_;
    const StateFolder& folder_;
    Timestamp now_;
    const std::function<std::string()>& new_id_;
};

}  // namespace

ScrubReport repair(Database& database, const StateFolder& folder, const ScrubOptions& options, Timestamp now,
                   const std::function<std::string()>& new_id) {
    if (!folder.owned()) throw std::logic_error("repair of a state folder that another process uses");
    Outbox(database, folder).drain_at_start();
    ScrubReport report = scrub(database, folder, options);
    const Repair repair_one(database, folder, now, new_id);
    for (Fault& fault : report.faults)
        fault.repair = repair_one(fault);
    for (const std::string& leftover : report.leftovers)
        folder.remove(leftover);
    folder.empty_trash();
    return report;
}

}  // namespace lectern::storage
