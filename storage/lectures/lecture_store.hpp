#pragma once

#include "domain/base/error.hpp"
#include "domain/lecture/lecture.hpp"
#include "domain/lecture/transcript.hpp"
#include "storage/lectures/lecture_list.hpp"
#include "storage/sql/database.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace lectern::storage {

struct NewLecture {
    std::string name;
    std::optional<std::string> module;
    std::string link;
    std::string source_key;
    std::string download_payload;  // JSON for the download job
    std::optional<std::string> class_session_id = {};
    std::optional<std::string> client_id = {};  // the client that owns it; none: no client
    std::string host = {};                      // see Job::host
    std::string recording_key = {};             // the same whoever owns this recording; "": it is source_key
    std::optional<std::string> seen_by_client = {};    // the caller sees only lectures of this client
    std::optional<std::string> download_task_id = {};  // its file becomes the recording, without a download
};

// A change of what a lecture is called. A member without a value stays as it is; an empty module is none.
struct LectureChange {
    std::optional<std::string> name, module;
};

// The state of a lecture's pipeline.
struct PipelineStatus {
    LectureStatus status;
    double progress = 0;      // 0..1 over the whole pipeline, by weighted steps; 1 when finished
    std::string error;        // "" if there is none; also the last failure while the step will be repeated
    int attempt = 0;          // of the current step
    std::string notice = {};  // see Lecture::notice()
};

// Lectures, their transcripts and the start and end of their pipelines. Every method is one transaction and
// blocks. The store never touches files: removals are written to the outbox (storage/files) in the same
// transaction.
class LectureStore {
public:
    LectureStore(Database& database, int max_open_jobs)
        : database_(database), max_open_jobs_(max_open_jobs) {}

    // Gives the lectures of earlier versions the text that list() searches. Call it once after migrate().
    void fill_search_texts();

    // Creates the lecture and its download job. Errors: duplicate (with existing_id) if the caller sees a
    // lecture of this recording already; not_found for an unknown class session; invalid for an upload that
    // does not exist any more, and for a download task that does not exist or has no file; busy.
    Result<Lecture> create(const NewLecture& lecture, const std::string& job_id, Timestamp now);

    // Renames the lecture, whatever its pipeline does. Error: not_found.
    Result<Lecture> change(std::int64_t id, const LectureChange& change, Timestamp now);

    std::optional<Lecture> get(std::int64_t id);
    Page<ListedLecture> list(const LectureQuery& query);
    std::optional<PipelineStatus> status(std::int64_t id);
    std::optional<LectureWithSnippets> with_snippets(std::int64_t id);
    std::optional<Transcript> transcript(std::int64_t id);

    // Cancels the lecture's jobs, puts its files into the trash by the outbox, and deletes it. Error:
    // not_found.
    Result<> remove(std::int64_t id, Timestamp now);

    // Continues a failed pipeline at its failed step; attempts are counted from 0 again. Errors: not_found;
    // conflict if the lecture has not failed; busy.
    Result<Lecture> retry(std::int64_t id, const std::string& new_job_id, Timestamp now);

    // The same for a lecture that has no recording yet and whose link was `old_link`, which is replaced.
    // Error besides those of retry(): duplicate if that is not so any more.
    Result<Lecture> retry_with_link(std::int64_t id, const std::string& old_link, const std::string& new_link,
                                    const std::string& new_job_id, Timestamp now);

    // Stops a running pipeline: the lecture fails with "Cancelled.". Errors: not_found; conflict if it does
    // not run.
    Result<Lecture> cancel(std::int64_t id, Timestamp now);

private:
    Database& database_;
    int max_open_jobs_;
};

}  // namespace lectern::storage
