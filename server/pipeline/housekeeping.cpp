#include "server/pipeline/housekeeping.hpp"

#include "server/log.hpp"

namespace lectern::pipeline {
namespace {

constexpr auto between_rounds = std::chrono::seconds(30);
constexpr auto between_deletions = std::chrono::hours(1);
constexpr std::int64_t worth_a_try = 1 << 20;  // bytes
constexpr auto keep_ended_jobs = std::chrono::hours(24 * 30);

// Logs exceptions, so that housekeeping continues after an outage.
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
    auto next_deletion = std::chrono::steady_clock::now();
    while (!stop.stop_requested()) {
        executor_.try_submit(JobPriority::background, "files",
                             [this](std::stop_token) { carry_out_file_ops(); });
        if (std::chrono::steady_clock::now() >= next_deletion) {
            executor_.try_submit(JobPriority::background, "files",
                                 [this](std::stop_token ending) { delete_expired(ending); });
            next_deletion = std::chrono::steady_clock::now() + between_deletions;
        }
        std::unique_lock lock(mutex_);
        woken_.wait_for(lock, stop, between_rounds, [this] { return wanted_; });
        wanted_ = false;
    }
}

// Operations of the outbox with different serial keys do not wait for each other.
void Housekeeping::carry_out_file_ops() {
    guarded("tidying up", [this] {
        look_at_space();
        for (const std::string& serial_key : stores_.outbox.serial_keys())
            drain(serial_key);
        for (const std::int64_t lecture : stores_.outbox.lectures_to_tidy())
            if (!may_work_for_(lecture)) drain(storage::serial_key_after_steps(lecture));
    });
    empty_trash();
}

void Housekeeping::drain(const std::string& serial_key) {
    executor_.try_submit(JobPriority::background, "files/" + serial_key, [this, serial_key](std::stop_token) {
        guarded("moving files", [&] { stores_.outbox.drain(serial_key); });
        executor_.try_submit(JobPriority::background, "files", [this](std::stop_token) { empty_trash(); });
    });
}

void Housekeeping::empty_trash() {
    guarded("emptying the trash", [this] { stores_.folder.empty_trash(); });
}

// If there is some space, queues the jobs that wait for space again. Only their steps know how much they
// need; they reserve it first.
void Housekeeping::look_at_space() {
    try {
        stores_.folder.reserve(worth_a_try);
    } catch (const storage::StorageFull&) {
        return;
    }
    stores_.jobs.space_is_back(now_());
}

void Housekeeping::delete_expired(const std::stop_token& stop) {
    guarded("deleting what has expired", [&] {
        stores_.uploads.expire(now_() - uploads_expire_after_, now_());
        stores_.jobs.delete_ended(now_() - keep_ended_jobs);
        stores_.logins.delete_expired(now_());
        stores_.folder.keep_work(
            [&](const std::string& name) { return stop.stop_requested() || work_file_wanted_(name); });
    });
}

}  // namespace lectern::pipeline
