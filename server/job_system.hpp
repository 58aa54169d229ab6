#pragma once

#include "domain/base/time.hpp"
#include "media/source/options.hpp"
#include "media/speech/transcriber.hpp"
#include "server/jobs/executor.hpp"
#include "server/jobs/runner.hpp"
#include "server/options/settings.hpp"
#include "server/pipeline/housekeeping.hpp"
#include "server/pipeline/steps.hpp"
#include "server/pipeline/work_files.hpp"
#include "server/stores.hpp"

#include <functional>
#include <memory>

namespace lectern {

// Runs the jobs: owns the threads, the steps of the pipeline, the runner that claims jobs and runs their
// steps, and the housekeeping. Thread-safe, except start() and stop().
class JobSystem {
public:
    // `stores` must outlive this.
    JobSystem(const options::Settings& settings, Stores& stores, std::function<Timestamp()> now);

    void start();
    // Asks running steps to stop. Returns when they have ended, or after server.drain_seconds.
    void stop();

    const media::SourceOptions& sources() const { return sources_; }
    const media::StyleOptions& style() const { return services_.style; }
    const pipeline::CutCounts& cut_counts() const { return cut_counts_; }
    const jobs::Executor& executor() const { return executor_; }
    const jobs::Executor& transfers() const { return transfers_; }
    const jobs::Executor& quick() const { return quick_; }
    jobs::Runner& runner() { return runner_; }
    pipeline::Housekeeping& housekeeping() { return housekeeping_; }

private:
    const std::chrono::seconds drain_;
    const media::SourceOptions sources_;
    const std::unique_ptr<media::Transcriber> transcriber_;
    jobs::Executor executor_;
    jobs::Executor transfers_;  // steps that wait for the network
    jobs::Executor quick_;      // steps that take a moment: they do not wait for those that compute for long
    pipeline::EncoderThreads encoder_threads_;
    pipeline::CutCounts cut_counts_;
    const pipeline::StepServices services_;
    jobs::Runner runner_;
    pipeline::Housekeeping housekeeping_;
};

}  // namespace lectern
