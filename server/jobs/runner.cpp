// Which jobs are claimed and when, and how all of it starts and stops.
#include "server/jobs/runner.hpp"

#include "server/jobs/runner_impl.hpp"
#include "server/log.hpp"

#include <algorithm>
#include <utility>

#include <pthread.h>

namespace lectern::jobs {

using std::chrono::milliseconds;

Runner::Impl::Impl(storage::JobStore& jobs, Executor& executor, std::map<JobKind, Step> steps,
                   Options options, std::string boot_id, std::function<void(const Job&)> on_change)
    : jobs_(jobs),
      executor_(executor),
      steps_(std::move(steps)),
      options_(std::move(options)),
      boot_id_(std::move(boot_id)),
      on_change_(std::move(on_change)),
      random_(std::random_device{}()) {}

void Runner::Impl::start() {
    listen([this] { wake(); });
    coordinator_ = std::thread([this] { coordinate(); });
    pthread_setname_np(coordinator_.native_handle(), "job-claims");
    keeper_ = std::thread([this] { keep(); });
    pthread_setname_np(keeper_.native_handle(), "job-leases");
}

void Runner::Impl::wake() {
    const std::lock_guard lock(mutex_);
    woken_ = true;
    to_claim_.notify_one();
}

void Runner::Impl::cancel(const std::string& job_id) {
    std::vector<Task> found;
    {
        const std::lock_guard lock(mutex_);
        for (const auto& [key, run] : runs_) {
            if (key->job().id == job_id) found.push_back(run.job);
        }
        if (claiming_) cancelled_meanwhile_.insert(job_id);
    }
    // Outside the lock: whoever listens to the token may call back.
    for (const Task& job : found)
        job->ask_to_stop(StopReason::cancelled);
}

bool Runner::Impl::may_work_for(std::int64_t lecture_id) {
    const std::lock_guard lock(mutex_);
    return claiming_ || std::ranges::any_of(runs_, [&](const auto& run) {
               return run.first->job().lecture_id == lecture_id;
           });
}

bool Runner::Impl::stop(milliseconds patience) {
    const auto deadline = Clock::now() + std::min<milliseconds>(patience, std::chrono::hours(24));
    stop_steps();
    std::unique_lock lock(mutex_);
    return ended_.wait_until(lock, deadline, [this] { return runs_.empty(); });
}

void Runner::Impl::close() {
    stop_steps();
    listen({});
    {
        std::unique_lock lock(mutex_);
        ended_.wait(lock, [this] {
            return std::all_of(runs_.begin(), runs_.end(),
                               [](const auto& run) { return run.second.ending.has_value(); });
        });
        closing_ = true;
        to_keep_.notify_one();
    }
    if (keeper_.joinable()) keeper_.join();
}

void Runner::Impl::stop_steps() {
    std::vector<Task> running;
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
        to_claim_.notify_one();
        for (const auto& [key, run] : runs_)
            running.push_back(run.job);
    }
    for (const Task& job : running)
        job->ask_to_stop(StopReason::shutdown);
    const std::lock_guard lock(join_mutex_);
    if (coordinator_.joinable()) coordinator_.join();
}

void Runner::Impl::coordinate() {
    Outage outage("job claims");
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
        // While the store is away nobody hurries us: that would only hammer it.
        to_claim_.wait_for(lock, pause, [&] { return stopping_ || (woken_ && !outage.lasts()); });
        if (stopping_) return;
        woken_ = false;
    }
}

bool Runner::Impl::claim_one() {
    std::set<JobKind> kinds;
    std::set<std::string> hosts;
    {
        const std::lock_guard lock(mutex_);
        if (stopping_) return false;
        kinds = claimable();
        if (kinds.empty()) return false;
        hosts = busy_hosts();
        claiming_ = true;
        cancelled_meanwhile_.clear();
    }
    Task job;
    try {
        const auto before = Clock::now();
        auto claimed = jobs_.claim(boot_id_, kinds, wall_now(), options_.lease, hosts);
        if (claimed) job = std::make_shared<ClaimedJob>(jobs_, std::move(*claimed), before, options_.lease);
    } catch (...) {
        const std::lock_guard lock(mutex_);
        claiming_ = false;
        throw;
    }
    {
        const std::lock_guard lock(mutex_);
        claiming_ = false;
        if (!job) return false;
        runs_[job.get()] = Run{job, {}};
        if (cancelled_meanwhile_.contains(job->job().id)) job->ask_to_stop(StopReason::cancelled);
        if (stopping_) job->ask_to_stop(StopReason::shutdown);
    }
    const Job& row = job->job();
    log::info("job {}: {} with serial key '{}', attempt {} of {}", row.id, to_text(row.kind), row.serial_key,
              row.attempt, row.max_attempts);
    tell(row);
    submit(std::move(job));
    return true;
}

// Under the lock.
std::set<JobKind> Runner::Impl::claimable() const {
    std::map<JobKind, int> running;
    for (const auto& [key, run] : runs_)
        ++running[key->job().kind];
    std::set<JobKind> kinds;
    for (const auto& [kind, step] : steps_) {
        const auto limit = options_.at_once.find(kind);
        const bool within = limit == options_.at_once.end() || running[kind] < limit->second;
        if (within && executor_of(kind).free_workers() > 0) kinds.insert(kind);
    }
    return kinds;
}

// Under the lock.
std::set<std::string> Runner::Impl::busy_hosts() const {
    std::set<std::string> busy;
    if (options_.at_once_per_host == 0) return busy;
    std::map<std::string, int> running;
    for (const auto& [key, run] : runs_) {
        const std::string& host = key->job().host;
        if (!host.empty() && ++running[host] >= options_.at_once_per_host) busy.insert(host);
    }
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
    // What is due already waits for a worker, its strand or its kind: their ends wake us.
    if (!due || *due <= now) return options_.poll;
    return std::min<milliseconds>(options_.poll, *due - now);
}

// On the executor in place of the job. A task that is refused, or dropped by a stop before it began, gives
// its job back when it is destroyed.
struct Runner::Impl::Ticket {
    std::shared_ptr<Impl> runner;
    Task job;
    bool used = false;

    Ticket(std::shared_ptr<Impl> of, Task what) : runner(std::move(of)), job(std::move(what)) {}
    Ticket(const Ticket&) = delete;
    Ticket& operator=(const Ticket&) = delete;
    ~Ticket() {
        if (!used) runner->leave_to_keeper(*job, {Ending::Kind::hand_back}, true);
    }
};

void Runner::Impl::submit(Task job) {
    auto ticket = std::make_shared<Ticket>(shared_from_this(), job);
    const Job& row = job->job();
    executor_of(row.kind).try_submit(row.priority, row.serial_key,
                                     [ticket = std::move(ticket)](std::stop_token stop) {
                                         ticket->used = true;
                                         ticket->runner->run(*ticket->job, std::move(stop));
                                     });
}

Runner::Runner(storage::JobStore& jobs, Executor& executor, std::map<JobKind, Step> steps, Options options,
               std::string boot_id, std::function<void(const Job&)> on_change)
    : impl_(std::make_shared<Impl>(jobs, executor, std::move(steps), std::move(options), std::move(boot_id),
                                   std::move(on_change))) {}
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
    impl_->cancel(job_id);
}
bool Runner::may_work_for(std::int64_t lecture_id) const {
    return impl_->may_work_for(lecture_id);
}
bool Runner::stop(milliseconds patience) {
    return impl_->stop(patience);
}

}  // namespace lectern::jobs
