#include "storage/sql/statement_statistics.hpp"

namespace lectern::storage {

StatementStatistics::Counter& StatementStatistics::counter(std::string_view name) {
    const std::scoped_lock lock(mutex_);
    const auto found = counters_.find(name);
    if (found != counters_.end()) return found->second;
    return counters_.try_emplace(std::string(name), std::string(name)).first->second;
}

void StatementStatistics::add(Counter& counter, std::chrono::nanoseconds duration) noexcept {
    counter.count_.fetch_add(1, std::memory_order_relaxed);
    counter.nanoseconds_.fetch_add(duration.count(), std::memory_order_relaxed);
    if (duration < slow_ || !report_) return;
    const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(duration).count();
    report_("the statement " + counter.name_ + " took " + std::to_string(milliseconds) + " ms");
}

std::map<std::string, StatementStatistics::Total> StatementStatistics::totals() const {
    std::map<std::string, Total> totals;
    const std::scoped_lock lock(mutex_);
    for (const auto& [name, counter] : counters_)
        totals[name] = {counter.count_.load(std::memory_order_relaxed),
                        std::chrono::nanoseconds(counter.nanoseconds_.load(std::memory_order_relaxed))};
    return totals;
}

}  // namespace lectern::storage
