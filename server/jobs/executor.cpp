#include "server/jobs/executor.hpp"

#include "server/log.hpp"

#include <algorithm>
#include <array>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

#include <pthread.h>
#include <sched.h>
#include <sys/resource.h>
#include <unistd.h>

namespace lectern::jobs {
namespace {

using Clock = std::chrono::steady_clock;

// Bulk and background tasks share a lane: thousands of bulk jobs may wait in the database, but only a few of
// them are here at a time.
std::size_t lane_of(JobPriority priority) {
    return priority == JobPriority::interactive ? 1 : 0;
}

// Gives the calling thread, and all threads that it starts from now on, a lower priority than other threads,
// so that requests are answered quickly while jobs run. If the system refuses, the priority stays as it was.
void step_back(int nice) {
    if (nice == 0) return;
    // Adds to the niceness of the process, as nice(1) does.
    const auto self = static_cast<id_t>(::gettid());
    constexpr int last = 19;
    const int wanted = std::min(::getpriority(PRIO_PROCESS, self) + nice, last);
    [[maybe_unused]] const int niced = ::setpriority(PRIO_PROCESS, self, wanted);
    const sched_param none{};
    [[maybe_unused]] const int scheduled = ::sched_setscheduler(0, SCHED_BATCH, &none);
}

struct Entry {
    JobPriority priority;
    std::string serial_key;
    Executor::Task task;
    Clock::time_point submitted;
};

}  // namespace

class Executor::Impl {
public:
    explicit Impl(Options options) : options_(options) {
        if (options.workers < 1 || options.workers > 256)
            throw std::invalid_argument("workers must be 1..256");
        if (options.background_after < 1) throw std::invalid_argument("background_after must be at least 1");
        if (options.nice < 0 || options.nice > 19) throw std::invalid_argument("nice must be 0..19");
        threads_.reserve(static_cast<std::size_t>(options.workers));
        try {
            for (int i = 0; i < options.workers; ++i) {
                threads_.emplace_back([this] { work(); });
                // The name that top and gdb show. A failure does no harm.
                pthread_setname_np(threads_.back().native_handle(), ("work-" + std::to_string(i)).c_str());
            }
        } catch (...) {
            request_stop();
            join();
            throw;
        }
    }

    ~Impl() {
        request_stop();
        join();
    }

    bool try_submit(JobPriority priority, std::string serial_key, Task task) {
        const std::lock_guard lock(mutex_);
        const bool key_is_free = serial_key.empty() || !by_key_.contains(serial_key);
        const std::size_t waiting = queued() - std::min(ready(), idle());
        const bool starts_at_once = key_is_free && ready() < idle();
        if (stopping_ || (!starts_at_once && waiting >= options_.capacity)) {
            ++refused_;
            return false;
        }
        Entry entry{priority, std::move(serial_key), std::move(task), Clock::now()};
        if (key_is_free) {
            if (!entry.serial_key.empty()) by_key_.try_emplace(entry.serial_key);
            make_ready(std::move(entry));
        } else {
            by_key_.at(entry.serial_key).push_back(std::move(entry));
            ++behind_;
        }
        return true;
    }

    int workers() const { return options_.workers; }

    std::size_t free_workers() const {
        const std::lock_guard lock(mutex_);
        return stopping_ ? 0 : idle() - std::min(ready(), idle());
    }

    void on_free(std::function<void()> listener) {
        const std::lock_guard lock(listener_mutex_);
        listener_ = std::move(listener);
    }

    void request_stop() {
        // Destroyed after the lock is released, because the destructors of what a task owns may call this
        // executor.
        std::array<std::deque<Entry>, 2> dropped;
        std::unordered_map<std::string, std::deque<Entry>> dropped_behind;
        {
            const std::lock_guard lock(mutex_);
            stopping_ = true;
            dropped.swap(ready_);
            // Running tasks need the entry of their serial key only to keep new tasks back. No new task is
            // accepted, so the entries may go now.
            dropped_behind.swap(by_key_);
            behind_ = 0;
        }
        work_or_stop_.notify_all();
        stop_.request_stop();
    }

    void join() {
        const std::lock_guard lock(join_mutex_);
        for (std::thread& thread : threads_) {
            if (thread.joinable()) thread.join();
        }
    }

    Counters counters() const {
        const std::lock_guard lock(mutex_);
        return {queued(), running_, refused_, finished_, waits_.sum()};
    }

private:
    std::size_t ready() const { return ready_[0].size() + ready_[1].size(); }
    std::size_t queued() const { return ready() + behind_; }
    std::size_t idle() const { return static_cast<std::size_t>(options_.workers) - running_; }

    void make_ready(Entry entry) {
        ready_[lane_of(entry.priority)].push_back(std::move(entry));
        work_or_stop_.notify_one();
    }

    // Call it under the lock, with at least one task ready.
    Entry take_next() {
        auto& background = ready_[lane_of(JobPriority::background)];
        auto& interactive = ready_[lane_of(JobPriority::interactive)];
        const bool backgrounds_turn =
            interactive.empty() || (!background.empty() && in_a_row_ >= options_.background_after);
        // Only those interactive starts count for which a background task had to wait.
        in_a_row_ = backgrounds_turn || background.empty() ? 0 : in_a_row_ + 1;
        auto& queue = backgrounds_turn ? background : interactive;
        Entry entry = std::move(queue.front());
        queue.pop_front();
        return entry;
    }

    void work() {
        step_back(options_.nice);
        std::unique_lock lock(mutex_);
        while (true) {
            work_or_stop_.wait(lock, [this] { return stopping_ || ready() > 0; });
            if (stopping_) return;
            Entry entry = take_next();
            ++running_;
            waits_.add(Clock::now() - entry.submitted);
            lock.unlock();
            run(entry);
            lock.lock();
            --running_;
            ++finished_;
            release(entry.serial_key);
            if (ready() < idle() && !stopping_) {
                lock.unlock();
                tell_listener();
                lock.lock();
            }
        }
    }

    void run(Entry& entry) {
        try {
            entry.task(stop_.get_token());
        } catch (const std::exception& error) {
            log::error("a task with serial key '{}' threw: {}", entry.serial_key, error.what());
        } catch (...) {
            log::error("a task with serial key '{}' threw something unknown", entry.serial_key);
        }
        // Destroys what the task owns before the next task with its serial key starts.
        entry.task = nullptr;
    }

    // Call it under the lock. Lets the next task with this serial key start.
    void release(const std::string& serial_key) {
        const auto found = by_key_.find(serial_key);
        if (found == by_key_.end()) return;
        if (found->second.empty()) {
            by_key_.erase(found);
            return;
        }
        Entry next = std::move(found->second.front());
        found->second.pop_front();
        --behind_;
        make_ready(std::move(next));
    }

    void tell_listener() {
        const std::lock_guard lock(listener_mutex_);
        if (listener_) listener_();
    }

    const Options options_;
    mutable std::mutex mutex_;
    std::condition_variable work_or_stop_;
    // Tasks that may start now, by lane: no task before them has their serial key.
    std::array<std::deque<Entry>, 2> ready_;
    // A serial key is here while a task with it is ready or running; its queue holds the tasks that wait for
    // this task.
    std::unordered_map<std::string, std::deque<Entry>> by_key_;
    std::size_t behind_ = 0;  // tasks in all queues of by_key_
    std::size_t running_ = 0;
    int in_a_row_ = 0;
    bool stopping_ = false;
    std::uint64_t refused_ = 0;
    std::uint64_t finished_ = 0;
    Durations waits_;
    std::stop_source stop_;
    std::mutex listener_mutex_;
    std::function<void()> listener_;
    std::mutex join_mutex_;
    std::vector<std::thread> threads_;
};

Executor::Executor(Options options) : impl_(std::make_unique<Impl>(options)) {}
Executor::~Executor() = default;
bool Executor::try_submit(JobPriority priority, std::string serial_key, Task task) {
    return impl_->try_submit(priority, std::move(serial_key), std::move(task));
}
int Executor::workers() const {
    return impl_->workers();
}
std::size_t Executor::free_workers() const {
    return impl_->free_workers();
}
void Executor::on_free(std::function<void()> listener) {
    impl_->on_free(std::move(listener));
}
void Executor::request_stop() {
    impl_->request_stop();
}
void Executor::join() {
    impl_->join();
}
Executor::Counters Executor::counters() const {
    return impl_->counters();
}

}  // namespace lectern::jobs
