#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

namespace lectern::jobs {

// Much longer than any wait, even under a sanitizer on a busy machine. A wait that takes so long is a
// failure.
inline constexpr std::chrono::seconds patience{60};

// Tests a condition again and again, for conditions without a notification. False if it is not true in time.
template<class Condition>
[[nodiscard]] bool comes_true(Condition condition) {
    const auto end = std::chrono::steady_clock::now() + patience;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > end) return false;
        std::this_thread::yield();
    }
    return true;
}

// A value that threads change and others wait for.
template<class T>
class Watched {
public:
    explicit Watched(T value = {}) : value_(std::move(value)) {}

    template<class Change>
    void update(Change change) {
        // Notified under the lock: the waiter may destroy this as soon as it has seen the change.
        const std::lock_guard lock(mutex_);
        change(value_);
        changed_.notify_all();
    }

    // False if the condition is not true in time.
    template<class Condition>
    [[nodiscard]] bool wait(Condition condition) {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, patience, [&] { return condition(std::as_const(value_)); });
    }

    T get() {
        const std::lock_guard lock(mutex_);
        return value_;
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    T value_;
};

// Opens once and stays open.
class Gate {
public:
    void open() {
        open_.update([](bool& open) { open = true; });
    }
    [[nodiscard]] bool pass() {
        return open_.wait([](bool open) { return open; });
    }

private:
    Watched<bool> open_{false};
};

}  // namespace lectern::jobs
