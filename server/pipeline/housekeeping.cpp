#include "server/pipeline/housekeeping.hpp"

#include "server/log.hpp"

namespace lectern::pipeline {
namespace {

constexpr auto between_removals = std::chrono::seconds(30);
constexpr auto between_forgettings = std::chrono::hours(1);
constexpr std::int64_t worth_a_try = 1 << 20;  // bytes
constexpr auto keep_ended_jobs = std::chrono::hours(24 * 30);

// An outage now is no reason to stop tidying for good.
void guarded(const char* what, const std::function<void()>& work) {
    try {
        work();
    } catch (const std::exception& error) {
        log::warn("{}: {}", what, error.what());
    }
}

}  // namespace

void Housekeeping::start() {
    thread_ = std::jthread([this](std::stop_token stop) { run(stop); });
}

void Housekeeping::wake() {
    const std::lock_guard lock(mutex_);
    wanted_ = true;
    woken_.notify_one();
}

void Housekeeping::stop() {
    if (thread_.joinable()) {
        thread_.request_stop();
        thread_.join();
    }
    executor_.request_stop();
    executor_.join();
}

void Housekeeping::run(std::stop_token stop) {
    auto next_forgetting = std::chrono::steady_clock::now();
    while (!stop.stop_requested()) {
        executor_.try_submit(JobPriority::background, "files",
                             [this](std::stop_token) { carry_out_file_ops(); });
        if (std::chrono::steady_clock::now() >= next_forgetting) {
            executor_.try_submit(JobPriority::background, "files",
                                 [this](std::stop_token ending) { forget_old(ending); });
            next_forgetting = std::chrono::steady_clock::now() + between_forgettings;
        }
        std::unique_lock lock(mutex_);
        woken_.wait_for(lock, stop, between_removals, [this] { return wanted_; });
        wanted_ = false;
    }
}

// One strand of the outbox does not wait for another.
void Housekeeping::carry_out_file_ops() {
    guarded("tidying up", [this] {
        look_at_space();
        for (const std::string& strand : stores_.outbox.strands())
            drain(strand);
        for (const std::int64_t lecture : stores_.outbox.lectures_to_tidy())
            if (!may_work_for_(lecture)) drain(storage::strand_after_steps(lecture));
    });
    empty_trash();
}

void Housekeeping::drain(const std::string& strand) {
    executor_.try_submit(JobPriority::background, "files/" + strand, [this, strand](std::stop_token) {
        guarded("moving files", [&] { stores_.outbox.drain(strand); });
        executor_.try_submit(JobPriority::background, "files", [this](std::stop_token) { empty_trash(); });
    });
}

void Housekeeping::empty_trash() {
    guarded("emptying the trash", [this] { stores_.folder.empty_trash(); });
}

// Whoever waits for space tries once more. What they need is known to them alone, and they ask for it first.
void Housekeeping::look_at_space() {
    try {
        stores_.folder.reserve(worth_a_try);
    } catch (const storage::StorageFull&) {
        return;
    }
    stores_.jobs.space_is_back(now_());
}

void Housekeeping::forget_old(const std::stop_token& stop) {
    guarded("forgetting what has expired", [&] {
        stores_.uploads.expire(now_() - uploads_expire_after_, now_());
        stores_.jobs.forget_ended(now_() - keep_ended_jobs);
        stores_.folder.keep_work(
            [&](const std::string& name) { return stop.stop_requested() || work_file_wanted_(name); });
    });
}

}  // namespace lectern::pipeline
