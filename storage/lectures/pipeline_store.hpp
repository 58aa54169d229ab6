#pragma once

#include "domain/lecture/lecture.hpp"
#include "domain/lecture/transcript.hpp"
#include "domain/timetable/recording_match.hpp"
#include "domain/topics/analysis.hpp"
#include "storage/jobs/lease.hpp"
#include "storage/sql/database.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace lectern::storage {

struct DownloadedRecording {
    RecordingFile file;              // already published and durable
    std::optional<double> duration;  // seconds
    RecordingMatch match = {};       // which class sessions it may show
    std::optional<Playback> playback = {};
    std::string notice = {};          // see Lecture::recording_notice
    std::string preview_job_id = {};  // of the job that makes the preview; "": none is queued
};

// Writes the results of a lecture's jobs, each under the lease of its job. Every method is one transaction,
// blocks and throws LeaseLost. When a step of the pipeline ends, the state of its job, the status of the
// lecture and the next job, if there is one, are written in the same transaction.
class PipelineStore {
public:
    PipelineStore(Database& database, int max_open_jobs)
        : database_(database), max_open_jobs_(max_open_jobs) {}

    void begin_step(const Lease& lease, Timestamp now);
    // Queues no preview if more than half of the jobs that may be open are: it is made when somebody asks for
    // it.
    void finish_download(const Lease& lease, const DownloadedRecording& recording,
                         const std::string& next_job_id, Timestamp now);
    void finish_transcription(const Lease& lease, const Transcript& transcript,
                              const std::string& next_job_id, Timestamp now);
    // Stores the topics. They become the plan if there is none, or if the analysis `replaces_plan`.
    void finish_analysis(const Lease& lease, const std::vector<topics::Topic>& topics, Timestamp now,
                         bool replaces_plan = false);

    // Sets the snippet's clip and ends the job. The outbox removes the clip that is replaced.
    void publish_clip(const Lease& lease, const Clip& clip, const std::string& result, Timestamp now);

private:
    Database& database_;
    int max_open_jobs_;
};

}  // namespace lectern::storage
