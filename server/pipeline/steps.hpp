#pragma once

#include "domain/base/time.hpp"
#include "domain/topics/analysis.hpp"
#include "media/av/limits.hpp"
#include "media/cut/style.hpp"
#include "media/speech/chat/chat_namer.hpp"
#include "server/jobs/runner.hpp"

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <string>

namespace lectern::media {
struct SourceOptions;
class Transcriber;
}  // namespace lectern::media

namespace lectern::storage {
class ClassTieStore;
class DownloadStore;
class LectureStore;
class Outbox;
class PipelineStore;
class SnippetStore;
class StateFolder;
class UploadStore;
}  // namespace lectern::storage

namespace lectern::pipeline {

// What steps work with. Owned by the composition root, outlives the runner; thread-safe.
struct StepServices {
    storage::LectureStore& lectures;
    storage::SnippetStore& snippets;
    storage::PipelineStore& pipeline;
    storage::DownloadStore& downloads;
    storage::UploadStore& uploads;
    storage::ClassTieStore& class_ties;
    storage::StateFolder& folder;
    storage::Outbox& outbox;
    const media::SourceOptions& sources;
    std::string id_template;  // see download_link()
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

// One step for each kind of job (see domain/job/kinds.hpp). Each does its work and writes the outcome under
// the lease of its job; see jobs::Step.
Outcome<> download(const StepServices& services, jobs::StepContext& context);
Outcome<> transcribe(storage::LectureStore& lectures, storage::PipelineStore& pipeline,
                     const storage::StateFolder& folder, media::Transcriber& transcriber,
                     const std::function<Timestamp()>& now, jobs::StepContext& context);
Outcome<> analyze(const StepServices& services, jobs::StepContext& context);
Outcome<> cut(const StepServices& services, jobs::StepContext& context);
Outcome<> batch_download(const StepServices& services, jobs::StepContext& context);

std::map<JobKind, jobs::Step> all_steps(const StepServices& services);

// What the table of kinds says of pools and limits, for the runner of all steps.
void place_kinds(jobs::Runner::Options& options, jobs::Executor& transfers);

}  // namespace lectern::pipeline
