#pragma once

#include "domain/base/error.hpp"
#include "domain/lecture/lecture.hpp"
#include "domain/lecture/transcript.hpp"
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
    std::optional<std::string> client_id = {};         // whose it is; none: of no client
    std::string host = {};                             // see Job::host
    std::optional<std::string> download_task_id = {};  // whose file becomes the recording, without a download
};

enum class LectureOrder { created_at, id, name, module, job_status };

struct LectureQuery {
    std::int64_t skip = 0;
    std::int64_t limit = 100;
    LectureOrder sort_by = LectureOrder::created_at;
    bool descending = true;
    std::optional<std::string> client_id = {};         // of this client alone
    std::optional<std::string> class_session_id = {};  // tied to this class session alone
};

struct LecturePage {
    std::vector<Lecture> lectures;
    std::int64_t total = 0;
};

// What a poll of a lecture's pipeline sees.
struct PipelineStatus {
    LectureStatus status;
    double progress = 0;  // 0..1 over the whole pipeline, by weighted steps; 1 when finished
    std::string error;    // "" while none; also the last failure of an attempt that will be repeated
    int attempt = 0;      // of the current step
};

// Lectures, their transcripts and the start and end of their pipelines. Every method is one transaction and
// blocks. Files are never touched here: what has to go is written to the outbox (storage/files) in the same
// transaction.
class LectureStore {
public:
    LectureStore(Database& database, int max_open_jobs)
        : database_(database), max_open_jobs_(max_open_jobs) {}

    // The lecture and its download job together. duplicate (with existing_id) for a source_key that is there;
    // not_found for a class session that is not; invalid for a download task that has no file; busy.
    Result<Lecture> create(const NewLecture& lecture, const std::string& job_id, Timestamp now);

    std::optional<Lecture> get(std::int64_t id);
    LecturePage list(const LectureQuery& query);
    std::optional<PipelineStatus> status(std::int64_t id);
    std::optional<LectureWithSnippets> with_snippets(std::int64_t id);
    std::optional<Transcript> transcript(std::int64_t id);

    // Cancels its jobs, sends its files to the trash by the outbox, deletes it. not_found.
    Result<> remove(std::int64_t id, Timestamp now);

    // A failed pipeline goes on from its failed step with fresh attempts; conflict unless failed; busy.
    Result<Lecture> retry(std::int64_t id, const std::string& new_job_id, Timestamp now);

    // Stops a pipeline that runs: the lecture fails with "Cancelled."; conflict if it does not run.
    Result<Lecture> cancel(std::int64_t id, Timestamp now);

private:
    Database& database_;
    int max_open_jobs_;
};

}  // namespace lectern::storage
