#include "server/jobs/claimed_jobs.hpp"

#include <algorithm>
#include <utility>

namespace lectern::jobs {

bool ClaimedJobs::begin_claim() {
    const std::lock_guard lock(mutex_);
    if (stopping_) return false;
    claiming_ = true;
    cancelled_meanwhile_.clear();
    return true;
}

void ClaimedJobs::end_claim(std::shared_ptr<ClaimedJob> job) {
    const std::lock_guard lock(mutex_);
    claiming_ = false;
    if (!job) return;
    // No step has the stop token yet, so this calls no listener under the lock.
    if (std::ranges::any_of(cancelled_meanwhile_, [&](const auto& cancels) { return cancels(job->job()); }))
        job->ask_to_stop(StopReason::cancelled);
    if (stopping_) job->ask_to_stop(StopReason::shutdown);
    const ClaimedJob* const key = job.get();
    entries_[key] = Entry{std::move(job), {}};
}

void ClaimedJobs::cancel(const std::function<bool(const Job& job)>& condition) {
    std::vector<std::shared_ptr<ClaimedJob>> found;
    {
        const std::lock_guard lock(mutex_);
        for (const auto& [key, entry] : entries_) {
            if (condition(key->job())) found.push_back(entry.job);
        }
        if (claiming_) cancelled_meanwhile_.push_back(condition);
    }
    // Outside the lock: a listener of the stop token may call this object.
    for (const auto& job : found)
        job->ask_to_stop(StopReason::cancelled);
}

void ClaimedJobs::stop_all() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    for (const Entry& entry : all())
        entry.job->ask_to_stop(StopReason::shutdown);
}

void ClaimedJobs::set_ending(const ClaimedJob& job, Ending ending) {
    const std::lock_guard lock(mutex_);
    entries_.at(&job).ending = std::move(ending);
    changed_.notify_all();
}

void ClaimedJobs::remove(const ClaimedJob& job) {
    const std::lock_guard lock(mutex_);
    entries_.erase(&job);
    changed_.notify_all();
}

std::vector<ClaimedJobs::Entry> ClaimedJobs::all() const {
    const std::lock_guard lock(mutex_);
    std::vector<Entry> entries;
    entries.reserve(entries_.size());
    for (const auto& [key, entry] : entries_)
        entries.push_back(entry);
    return entries;
}

bool ClaimedJobs::any(const std::function<bool(const Job& job)>& condition) const {
    const std::lock_guard lock(mutex_);
    return claiming_ ||
           std::ranges::any_of(entries_, [&](const auto& item) { return condition(item.first->job()); });
}

std::map<JobKind, int> ClaimedJobs::count_by_kind() const {
    const std::lock_guard lock(mutex_);
    std::map<JobKind, int> counts;
    for (const auto& [key, entry] : entries_)
        ++counts[key->job().kind];
    return counts;
}

std::map<std::string, int> ClaimedJobs::count_by_host() const {
    const std::lock_guard lock(mutex_);
    std::map<std::string, int> counts;
    for (const auto& [key, entry] : entries_)
        if (!key->job().host.empty()) ++counts[key->job().host];
    return counts;
}

bool ClaimedJobs::wait_until_empty(Clock::time_point deadline) const {
    std::unique_lock lock(mutex_);
    return changed_.wait_until(lock, deadline, [this] { return entries_.empty(); });
}

void ClaimedJobs::wait_until_all_have_endings() const {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] {
        return std::ranges::all_of(entries_, [](const auto& item) { return item.second.ending.has_value(); });
    });
}

}  // namespace lectern::jobs
