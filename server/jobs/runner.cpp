#include "server/jobs/runner.hpp"

#include "domain/base/random.hpp"
#include "server/jobs/claimed_jobs.hpp"
#include "server/jobs/lease_keeper.hpp"
#include "server/jobs/step_outcome.hpp"
#include "server/jobs/store_outage.hpp"
#include "server/log.hpp"
#include "server/wall_clock.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <set>
#include <thread>
#include <utility>

#include <pthread.h>

namespace lectern::jobs {

namespace {

// To be stopped is no failure of a job.
void log_failure(const ClaimedJob& job, const Failure& failure) {
    const std::string_view kind = to_text(job.job().kind);
    switch (job.stop_reason()) {
        case StopReason::shutdown:
            return log::info("job {}: {} goes on after the next start", job.job().id, kind);
        case StopReason::cancelled:
            return log::info("job {}: {} was cancelled", job.job().id, kind);
        case StopReason::lease_lost:
            return log::warn("job {}: {} was stopped: its lease is lost", job.job().id, kind);
        case StopReason::none:
            break;
    }
    const std::string detail = failure.detail.empty() ? "" : " (" + failure.detail + ")";
    log::warn("job {}: {} did not succeed: {}{}", job.job().id, kind, failure.message, detail);
}

}  // namespace

using std::chrono::milliseconds;

// Shared with the tasks on the executors, because these tasks may be destroyed after the runner. Locks are
// never held during a call to the store or to a step.
class Runner::Impl : public std::enable_shared_from_this<Impl> {
public:
    Impl(storage::JobStore& jobs, Executor& executor, std::map<JobKind, Step> steps, Options options,
         std::string boot_id);

    void start();
    void wake();
    void cancel(const std::function<bool(const Job& job)>& condition) { claimed_.cancel(condition); }
    bool may_run(const std::function<bool(const Job& job)>& condition) const {
        return claimed_.any(condition);
    }
    bool stop(milliseconds longest);
    // The store and the steps are not used after this.
    void close();

private:
    using Clock = std::chrono::steady_clock;
    struct Submission;

    // On the claiming thread.
    void claim_due_jobs();
    bool claim_one();  // true when there may be more to claim
    std::set<JobKind> claimable_kinds() const;
    std::set<std::string> busy_hosts() const;
    milliseconds until_next_due();
    void submit(std::shared_ptr<ClaimedJob> job);

    // On the executors' threads.
    void run(ClaimedJob& job, std::stop_token executor_stop);
    void write(ClaimedJob& job, const Ending& ending);

    Executor& executor_of(JobKind kind) const;
    void listen(const std::function<void()>& listener);
    void stop_steps();

    storage::JobStore& jobs_;
    Executor& executor_;
    const std::map<JobKind, Step> steps_;
    const Options options_;
    const std::string boot_id_;

    ClaimedJobs claimed_;
    LeaseKeeper keeper_;

    std::mutex mutex_;
    std::condition_variable to_claim_;
    bool woken_ = false;
    bool stopping_ = false;  // no more claims

    std::mutex join_mutex_;
    std::thread claiming_thread_;
};

Runner::Impl::Impl(storage::JobStore& jobs, Executor& executor, std::map<JobKind, Step> steps,
                   Options options, std::string boot_id)
    : jobs_(jobs),
      executor_(executor),
      steps_(std::move(steps)),
      options_(std::move(options)),
      boot_id_(std::move(boot_id)),
      keeper_(jobs, claimed_, options_.heartbeat,
              [this](ClaimedJob& job, const Ending& ending) { write(job, ending); }) {}

void Runner::Impl::start() {
    listen([this] { wake(); });
    claiming_thread_ = std::thread([this] { claim_due_jobs(); });
    pthread_setname_np(claiming_thread_.native_handle(), "job-claims");
    keeper_.start();
}

void Runner::Impl::wake() {
    const std::lock_guard lock(mutex_);
    woken_ = true;
    to_claim_.notify_one();
}

bool Runner::Impl::stop(milliseconds longest) {
    const auto deadline = Clock::now() + std::min<milliseconds>(longest, std::chrono::hours(24));
    stop_steps();
    return claimed_.wait_until_empty(deadline);
}

void Runner::Impl::close() {
    stop_steps();
    listen({});
    claimed_.wait_until_all_have_endings();
    keeper_.close();
}

void Runner::Impl::stop_steps() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
        to_claim_.notify_one();
    }
    claimed_.stop_all();
    const std::lock_guard lock(join_mutex_);
    if (claiming_thread_.joinable()) claiming_thread_.join();
}

void Runner::Impl::claim_due_jobs() {
    StoreOutage outage("job claims");
    bool recovered = false;
    while (true) {
        milliseconds pause = options_.poll;
        try {
            if (!recovered) jobs_.recover(boot_id_, wall_now());
            recovered = true;
            while (claim_one()) {
            }
            pause = until_next_due();
            outage.over();
        } catch (const std::exception& error) {
            outage.failed(error.what());
            pause = outage.pause();
        }
        std::unique_lock lock(mutex_);
        // During an outage wake() does not shorten the pause, so that the store does not get too many calls.
        to_claim_.wait_for(lock, pause, [&] { return stopping_ || (woken_ && !outage.lasts()); });
        if (stopping_) return;
        woken_ = false;
    }
}

bool Runner::Impl::claim_one() {
    const auto kinds = claimable_kinds();
    if (kinds.empty() || !claimed_.begin_claim()) return false;
    std::shared_ptr<ClaimedJob> job;
    try {
        const auto before = Clock::now();
        auto row = jobs_.claim(boot_id_, kinds, wall_now(), options_.lease, busy_hosts());
        if (row) job = std::make_shared<ClaimedJob>(jobs_, std::move(*row), before, options_.lease);
    } catch (...) {
        claimed_.end_claim(nullptr);
        throw;
    }
    claimed_.end_claim(job);
    if (!job) return false;
    const Job& row = job->job();
    log::info("job {}: {} with serial key '{}', attempt {} of {}", row.id, to_text(row.kind), row.serial_key,
              row.attempt, row.max_attempts);
    submit(std::move(job));
    return true;
}

std::set<JobKind> Runner::Impl::claimable_kinds() const {
    auto running = claimed_.count_by_kind();
    std::set<JobKind> kinds;
    for (const auto& [kind, step] : steps_) {
        const auto limit = options_.at_once.find(kind);
        const bool within = limit == options_.at_once.end() || running[kind] < limit->second;
        const Executor& executor = executor_of(kind);
        const bool leaves_one = options_.leaves_a_worker.contains(kind) && executor.workers() > 1;
        if (within && executor.free_workers() > (leaves_one ? 1U : 0U)) kinds.insert(kind);
    }
    return kinds;
}

std::set<std::string> Runner::Impl::busy_hosts() const {
    std::set<std::string> busy;
    if (options_.at_once_per_host == 0) return busy;
    for (const auto& [host, running] : claimed_.count_by_host())
        if (running >= options_.at_once_per_host) busy.insert(host);
    return busy;
}

Executor& Runner::Impl::executor_of(JobKind kind) const {
    const auto other = options_.elsewhere.find(kind);
    return other == options_.elsewhere.end() ? executor_ : *other->second;
}

void Runner::Impl::listen(const std::function<void()>& listener) {
    executor_.on_free(listener);
    for (const auto& [kind, executor] : options_.elsewhere)
        executor->on_free(listener);
}

milliseconds Runner::Impl::until_next_due() {
    const auto due = jobs_.next_due();
    const auto now = wall_now();
    // A job that is already due waits for a worker, or for other jobs with its serial key, kind or host. When
    // one of them ends, this thread is woken.
    if (!due || *due <= now) return options_.poll;
    return std::min<milliseconds>(options_.poll, *due - now);
}

// Owned by a task on an executor. If the task is refused, or dropped by a stop before it began, the
// destructor hands the job back.
struct Runner::Impl::Submission {
    std::shared_ptr<Impl> runner;
    std::shared_ptr<ClaimedJob> job;
    bool used = false;

    Submission(std::shared_ptr<Impl> of, std::shared_ptr<ClaimedJob> what)
        : runner(std::move(of)), job(std::move(what)) {}
    Submission(const Submission&) = delete;
    Submission& operator=(const Submission&) = delete;
    ~Submission() {
        if (used) return;
        runner->claimed_.set_ending(*job, {Ending::Kind::hand_back});
        runner->keeper_.settle();
    }
};

void Runner::Impl::submit(std::shared_ptr<ClaimedJob> job) {
    auto submission = std::make_shared<Submission>(shared_from_this(), job);
    const Job& row = job->job();
    executor_of(row.kind).try_submit(row.priority, row.serial_key,
                                     [submission = std::move(submission)](std::stop_token stop) {
                                         submission->used = true;
                                         submission->runner->run(*submission->job, std::move(stop));
                                     });
}

void Runner::Impl::run(ClaimedJob& job, std::stop_token executor_stop) {
    Outcome<> outcome = Failure::cancelled();
    {
        const std::stop_callback forward(std::move(executor_stop),
                                         [&] { job.ask_to_stop(StopReason::shutdown); });
        if (!job.stop().stop_requested()) outcome = outcome_of(steps_.at(job.job().kind), job);
    }
    Ending ending{Ending::Kind::verify};
    if (outcome.has_error()) {
        const Failure& failure = outcome.error();
        ending = job.ending_of(failure, wall_now(), options_.retry, random_fraction());
        log_failure(job, failure);
    }
    try {
        write(job, ending);
    } catch (const std::exception& error) {
        // The worker does not wait for the store: the lease keeper repeats the write.
        log::warn("job {}: its outcome is written later: {}", job.job().id, error.what());
        claimed_.set_ending(job, std::move(ending));
    }
}

// Writes the ending of the job and removes the job from the claimed ones. Throws if the store is unavailable.
void Runner::Impl::write(ClaimedJob& job, const Ending& ending) {
    try {
        job.write(ending, wall_now(), options_.retry, random_fraction());
        if (ending.kind == Ending::Kind::pause_host) {
            log::info("job {}: the host '{}' refuses to answer", job.job().id, job.job().host);
        } else if (ending.kind == Ending::Kind::fail) {
            log::info("job {}: now {}", job.job().id, to_text(ending.decision.state));
        }
    } catch (const storage::LeaseLost&) {
        log::info("job {}: its lease is over, nothing is written", job.job().id);
    }
    claimed_.remove(job);
    wake();
}

Runner::Runner(storage::JobStore& jobs, Executor& executor, std::map<JobKind, Step> steps, Options options,
               std::string boot_id)
    : impl_(
          std::make_shared<Impl>(jobs, executor, std::move(steps), std::move(options), std::move(boot_id))) {}
Runner::~Runner() {
    impl_->close();
}
void Runner::start() {
    impl_->start();
}
void Runner::wake() {
    impl_->wake();
}
void Runner::cancel(const std::string& job_id) {
    impl_->cancel([job_id](const Job& job) { return job.id == job_id; });
}
void Runner::cancel_all(const std::function<bool(const Job& job)>& condition) {
    impl_->cancel(condition);
}
bool Runner::may_run(const std::function<bool(const Job& job)>& condition) const {
    return impl_->may_run(condition);
}
bool Runner::stop(milliseconds longest) {
    return impl_->stop(longest);
}

}  // namespace lectern::jobs
