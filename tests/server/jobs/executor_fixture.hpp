#pragma once

#include "server/jobs/executor.hpp"
#include "tests/server/jobs/watch.hpp"

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace lectern::jobs {

inline constexpr auto background = JobPriority::background;
inline constexpr auto interactive = JobPriority::interactive;

// Occupies a worker and the serial key until release() or the destructor.
class Blocker {
public:
    explicit Blocker(Executor& executor, std::string serial_key = {}) {
        EXPECT_TRUE(executor.try_submit(background, std::move(serial_key), [this](std::stop_token) {
            started_.open();
            EXPECT_TRUE(released_.pass());
            ended_.open();
        }));
        EXPECT_TRUE(started_.pass());
    }
    ~Blocker() {
        release();
        EXPECT_TRUE(ended_.pass());
    }
    Blocker(const Blocker&) = delete;
    Blocker& operator=(const Blocker&) = delete;
    void release() { released_.open(); }

private:
    Gate started_;
    Gate released_;
    Gate ended_;
};

// Records which tasks have run, in their order.
class Diary {
public:
    Executor::Task entry(std::string name) {
        return [this, name](std::stop_token) { names_.update([&](auto& names) { names.push_back(name); }); };
    }
    std::vector<std::string> after(std::size_t count) {
        EXPECT_TRUE(names_.wait([&](const auto& names) { return names.size() >= count; }));
        return names_.get();
    }

private:
    Watched<std::vector<std::string>> names_;
};

}  // namespace lectern::jobs
