#pragma once

#include "domain/base/error.hpp"
#include "domain/job/job.hpp"
#include "domain/lecture/lecture.hpp"
#include "domain/lecture/preview.hpp"
#include "storage/jobs/lease.hpp"
#include "storage/sql/database.hpp"

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

    // Whether nobody has asked for it yet: lectures of earlier versions have none.
    bool missing() const { return lecture.recording && !preview && !job_state; }
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
