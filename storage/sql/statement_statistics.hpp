#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace lectern::storage {

// Counts how often the statements of each name ran and how long they took, and reports slow ones.
// Thread-safe.
class StatementStatistics {
public:
    // Called with a log line, on the thread that ran the statement. It must not throw.
    using Report = std::function<void(const std::string& line)>;

    struct Total {
        std::uint64_t count = 0;
        std::chrono::nanoseconds time{0};
    };

    class Counter {
    public:
        explicit Counter(std::string name) : name_(std::move(name)) {}

    private:
        friend class StatementStatistics;
        const std::string name_;
        std::atomic<std::uint64_t> count_{0};
        std::atomic<std::int64_t> nanoseconds_{0};
    };

    // `report` is called for statements that take `slow` or longer.
    explicit StatementStatistics(Report report = {}, std::chrono::milliseconds slow = default_slow)
        : report_(std::move(report)), slow_(slow) {}

    static constexpr std::chrono::milliseconds default_slow{200};

    // The counter lives as long as this object.
    Counter& counter(std::string_view name);
    void add(Counter& counter, std::chrono::nanoseconds duration) noexcept;
    std::map<std::string, Total> totals() const;

private:
    const Report report_;
    const std::chrono::milliseconds slow_;
    mutable std::mutex mutex_;
    std::map<std::string, Counter, std::less<>> counters_;
};

// Measures from its construction to its destruction, whether the statement succeeds or not.
class StatementTimer {
public:
    StatementTimer(StatementStatistics& statistics, StatementStatistics::Counter& counter)
        : statistics_(statistics), counter_(counter), begin_(std::chrono::steady_clock::now()) {}
    ~StatementTimer() { statistics_.add(counter_, std::chrono::steady_clock::now() - begin_); }
    StatementTimer(const StatementTimer&) = delete;
    StatementTimer& operator=(const StatementTimer&) = delete;

private:
    StatementStatistics& statistics_;
    StatementStatistics::Counter& counter_;
    const std::chrono::steady_clock::time_point begin_;
};

}  // namespace lectern::storage
