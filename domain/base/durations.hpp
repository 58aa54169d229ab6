#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace lectern {

// A histogram of durations, for metrics. Only one thread at a time may call add(). Any thread may call sum()
// at any time.
class Durations {
public:
    // The upper bounds of the buckets, in seconds, inclusive. One more bucket counts all longer durations.
    static constexpr std::array<double, 18> ends{0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005,
                                                 0.01,   0.025,   0.05,   0.1,   0.25,   0.5,
                                                 1,      2.5,     5,      10,    60,     600};

    struct Sum {
        std::array<std::uint64_t, ends.size() + 1> counts{};
        std::chrono::nanoseconds total{0};

        Sum& operator+=(const Sum& other) {
            for (std::size_t i = 0; i < counts.size(); ++i)
                counts[i] += other.counts[i];
            total += other.total;
            return *this;
        }
    };

    void add(std::chrono::nanoseconds duration) {
        const double seconds = std::chrono::duration<double>(duration).count();
        const auto bucket =
            std::find_if(ends.begin(), ends.end(), [&](double end) { return seconds <= end; });
        increase(counts_[static_cast<std::size_t>(bucket - ends.begin())], 1);
        increase(total_, static_cast<std::uint64_t>(duration.count()));
    }

    Sum sum() const {
        Sum seen;
        for (std::size_t i = 0; i < seen.counts.size(); ++i)
            seen.counts[i] = counts_[i].load(std::memory_order_relaxed);
        seen.total = std::chrono::nanoseconds(total_.load(std::memory_order_relaxed));
        return seen;
    }

private:
    // Only one thread writes at a time, so no atomic read-modify-write instruction is needed.
    static void increase(std::atomic<std::uint64_t>& value, std::uint64_t by) {
        value.store(value.load(std::memory_order_relaxed) + by, std::memory_order_relaxed);
    }

    std::array<std::atomic<std::uint64_t>, ends.size() + 1> counts_{};
    std::atomic<std::uint64_t> total_{0};  // nanoseconds
};

}  // namespace lectern
