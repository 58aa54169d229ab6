#pragma once

#include "domain/base/durations.hpp"
#include "domain/job/job.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>

namespace lectern::jobs {

// Runs blocking tasks on a fixed number of threads. The queue is bounded: a full executor refuses tasks.
// Tasks with the same serial key run one after the other in the order of submission, whatever their priority;
// a task that waits for its serial key occupies no thread. The serial key "" means none. Otherwise
// interactive tasks start before background tasks, but after `background_after` interactive starts in a row a
// waiting background task starts. Bulk tasks count as background tasks. Thread-safe.
class Executor {
public:
    struct Options {
        int workers = 2;  // 1..256
        // Tasks that may wait. Running tasks and tasks that start at once are not counted.
        std::size_t capacity = 64;
        // Interactive starts in a row, after which a waiting background task starts; at least 1.
        int background_after = 4;
        // What is added to the niceness of the workers and of all threads that tasks start, as by nice(1);
        // 0..19.
        int nice = 0;
    };
    using Task = std::function<void(std::stop_token)>;

    // Throws std::invalid_argument for options out of range, std::system_error if a thread cannot be started.
    explicit Executor(Options options);
    ~Executor();  // stops and joins

    Executor(const Executor&) = delete;
    Executor& operator=(const Executor&) = delete;

    // False if the executor is full or stopping; the task is then destroyed. A task must not throw: an
    // exception is only logged.
    bool try_submit(JobPriority priority, std::string serial_key, Task task);

    int workers() const;

    // How many more tasks would start at once: idle workers minus tasks that are ready to start.
    std::size_t free_workers() const;

    // Sets the only listener. It is called on a worker each time that free_workers() has risen; an empty
    // function removes it. When on_free() returns, the former listener is not running and is not called
    // again. Do not call on_free() from a listener: it would wait for itself.
    void on_free(std::function<void()> listener);

    // Asks running tasks to stop through their stop token, and destroys queued tasks. Does not wait.
    void request_stop();
    // Waits until the workers have ended. Call request_stop() first. Do not call it from a task.
    void join();

    struct Counters {
        std::size_t queued, running;
        std::uint64_t refused, finished;
        Durations::Sum waits;  // from submission to start
    };
    Counters counters() const;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace lectern::jobs
