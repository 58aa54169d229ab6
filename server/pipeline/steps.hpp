#pragma once

#include "domain/base/time.hpp"
#include "domain/topics/analysis.hpp"
#include "media/av/limits.hpp"
#include "media/cut/styled/style.hpp"
#include "media/speech/chat/chat_namer.hpp"
#include "server/jobs/runner.hpp"
#include "server/pipeline/cut_counts.hpp"
#include "server/pipeline/encoder_threads.hpp"

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
class JobStore;
class LectureStore;
class Outbox;
class PipelineStore;
class PreviewStore;
class ProxyStore;
class SnippetStore;
class StateFolder;
class UploadStore;
}  // namespace lectern::storage

namespace lectern::pipeline {

// What the steps use. Owned by JobSystem, outlives the runner. Thread-safe.
struct StepServices {
    storage::JobStore& jobs;
    storage::LectureStore& lectures;
    storage::SnippetStore& snippets;
    storage::PipelineStore& pipeline;
    storage::PreviewStore& previews;
    storage::ProxyStore& proxies;
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
    media::ChatOptions chat;    // names topics if it has a URL
    media::StyleOptions style;  // as configured; the request for a cut may set other values
    EncoderThreads& encoder_threads;
    CutCounts& cut_counts;
    std::filesystem::path intro;  // video at the start of styled clips; "" = a title card
    std::function<Timestamp()> now;
    // To the log.
    std::function<void(const std::string&job_id, const std::string&text)> tell, warn;
};

// One step for each kind of job (see domain/job/kinds.hpp). Each does its work and writes the outcome under
// the lease of its job; see jobs::Step.
Outcome<> download(const StepServices& services, jobs::StepContext& context);
Outcome<> transcribe(const StepServices& services, jobs::StepContext& context);
Outcome<> analyze(const StepServices& services, jobs::StepContext& context);
Outcome<> cut(const StepServices& services, jobs::StepContext& context);
Outcome<> batch_download(const StepServices& services, jobs::StepContext& context);
Outcome<> preview(const StepServices& services, jobs::StepContext& context);
Outcome<> proxy(const StepServices& services, jobs::StepContext& context);

// The steps refer to `services`, which must outlive them.
std::map<JobKind, jobs::Step> all_steps(const StepServices& services);

// Sets the limits of `options`, and which kinds run on the other executors, by the table of kinds.
void place_kinds(jobs::Runner::Options& options, jobs::Executor& transfers, jobs::Executor& quick);

}  // namespace lectern::pipeline
