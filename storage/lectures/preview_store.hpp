#pragma once

#include "domain/base/error.hpp"
#include "domain/job/job.hpp"
#include "domain/lecture/lecture.hpp"
#include "domain/lecture/preview.hpp"
#include "storage/jobs/lease.hpp"
#include "storage/sql/database.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace lectern::storage {

// A lecture and what is known of its preview.
struct LecturePreview {
    Lecture lecture;
    std::optional<Preview> preview;
    std::optional<JobState> job_state = {};  // of the job that makes it; none if there is no such job
    std::string job_error = {};              // for the person
    Timestamp job_updated_at = {};

    // Whether a job has to be queued: nobody has asked for the preview yet (lectures of earlier versions have
    // none), or the last job did not make it and ended an hour ago.
    bool missing(Timestamp now) const {
        if (!lecture.recording || preview) return false;
        return !job_state || (!is_open(*job_state) && job_updated_at + std::chrono::hours(1) <= now);
    }
};

// The previews of lectures (domain/lecture/preview.hpp). Every method is one transaction and blocks.
class PreviewStore {
public:
    PreviewStore(Database& database, int max_open_jobs)
        : database_(database), max_open_jobs_(max_open_jobs) {}

    std::optional<LecturePreview> find(std::int64_t lecture_id);

    // Queues the job that makes it, if it is missing. Errors: not_found; busy.
    Result<> order(std::int64_t lecture_id, const std::string& new_job_id, Timestamp now);

    // Writes the result of the job and ends it. If another job has taken its place, the file goes to the
    // trash. `playback`: for lectures of earlier versions, which have none. Throws LeaseLost.
    void finish(const Lease& lease, const Preview& preview, const std::optional<Playback>& playback,
                Timestamp now);

private:
    Database& database_;
    int max_open_jobs_;
};

}  // namespace lectern::storage
