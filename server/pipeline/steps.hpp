#pragma once

#include "domain/base/time.hpp"
#include "domain/topics/analysis.hpp"
#include "media/av/limits.hpp"
#include "media/cut/cut.hpp"
#include "media/source/fetch.hpp"
#include "media/speech/chat/chat_namer.hpp"
#include "media/speech/transcriber.hpp"
#include "server/jobs/runner.hpp"
#include "storage/batches/batch_store.hpp"
#include "storage/files/outbox.hpp"
#include "storage/files/state_folder.hpp"
#include "storage/lectures/class_tie_store.hpp"
#include "storage/lectures/lecture_store.hpp"
#include "storage/uploads/upload_store.hpp"

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <set>
#include <string>

namespace lectern::pipeline {

// What the steps of the pipeline work with. Owned by the composition root, outlives the runner; thread-safe.
struct StepServices {
    storage::LectureStore& lectures;
    storage::BatchStore& batches;
    storage::UploadStore& uploads;
    storage::ClassTieStore& class_ties;
    storage::StateFolder& folder;
    storage::Outbox& outbox;
    const media::SourceOptions& sources;
    std::string id_template;  // see task_link()
    media::MediaLimits limits;
    std::chrono::seconds longest_recording;
    media::Transcriber& transcriber;
    topics::AnalyzeOptions topics;
    media::ChatOptions chat;      // names topics when it has an address
    media::StyleOptions style;    // as configured; what a person asks for a cut goes over it
    int encoder_threads;          // see media::CutRequest
    std::filesystem::path intro;  // opens styled clips; "" = a title card
    std::function<Timestamp()> now;
    std::function<void(const std::string& job_id, const std::string& text)> warn;
};

// Each does its work and writes the outcome with the lease of its job; see Runner.
Outcome<> download(const StepServices& services, jobs::StepContext& context);
Outcome<> transcribe(const StepServices& services, jobs::StepContext& context);
Outcome<> analyze(const StepServices& services, jobs::StepContext& context);
Outcome<> cut(const StepServices& services, jobs::StepContext& context);
Outcome<> batch_download(const StepServices& services, jobs::StepContext& context);

std::map<JobKind, jobs::Step> all_steps(const StepServices& services);

// What the table of kinds says of pools and limits, for the runner of all steps.
void place_kinds(jobs::Runner::Options& options, jobs::Executor& transfers);

// Where a lecture's files stand in the state folder.
std::string recording_file(const Lecture& lecture);
std::string subtitles_file(const Lecture& lecture);

// The work file of a job, kept between attempts: a download's also over a retry by a person, which is a new
// job.
std::string work_file(const Job& job);

// Whether a file in work/ may still be used.
bool work_file_wanted(const StepServices& services, storage::JobStore& jobs, const std::string& name);

// The lecture of a job; throws LeaseLost when it has been deleted.
Lecture lecture_of(const StepServices& services, const jobs::StepContext& context);

// Which class sessions a recording may show; of one classroom, where a person named it.
RecordingMatch match_class_sessions(const StepServices& services, const RecordingFacts& facts,
                                    const std::optional<std::string>& classroom_id);

// Stop token and progress of a step, the way media wants them; `from`..`to` is this part's share of the step.
WorkControl control_of(jobs::StepContext& context, double from = 0, double to = 1);

}  // namespace lectern::pipeline
