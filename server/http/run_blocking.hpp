#pragma once

#include "domain/base/durations.hpp"

#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <type_traits>
#include <utility>

#include <boost/asio/awaitable.hpp>

namespace lectern::http {

// The queue of the pool is full. A request that meets this is answered 503.
struct Overloaded : std::runtime_error {
    Overloaded() : std::runtime_error("the queue of blocking work is full") {}
};

// Threads for calls that wait for a disk or a database, with a bounded queue. Thread-safe. Must outlive the
// servers whose handlers use it.
class BlockingPool {
public:
    BlockingPool(int threads, std::size_t capacity);  // 1..256 threads; `capacity` calls may wait
    ~BlockingPool();                                  // runs what is queued, then joins

    // Runs `work`, which must not throw, on the pool; throws Overloaded. For callers that are not coroutines.
    void submit(std::function<void()> work);

    struct Counters {
        std::size_t queued, running;
        std::uint64_t finished, refused;
        Durations::Sum waits;  // from being queued to being run
    };
    Counters counters() const;

private:
    friend boost::asio::awaitable<void> run_on(BlockingPool& pool, std::function<void()> work);
    class Impl;
    std::unique_ptr<Impl> impl_;
};

// Runs `work`, which must not throw, on the pool and resumes the caller on its own executor. Not cancellable:
// it returns when the work has ended. Throws Overloaded.
boost::asio::awaitable<void> run_on(BlockingPool& pool, std::function<void()> work);

// Calls f on a thread of the pool. Gives its result, or throws what f threw, on the caller's io thread. f may
// use references to what lives in the calling coroutine.
template<class F>
boost::asio::awaitable<std::invoke_result_t<F&>> run_blocking(BlockingPool& pool, F f) {
    using Value = std::invoke_result_t<F&>;
    std::exception_ptr error;
    if constexpr (std::is_void_v<Value>) {
        co_await run_on(pool, [&f, &error]() noexcept {
            try {
                f();
            } catch (...) {
                error = std::current_exception();
            }
        });
        if (error) std::rethrow_exception(error);
    } else {
        std::optional<Value> value;
        co_await run_on(pool, [&f, &error, &value]() noexcept {
            try {
                value.emplace(f());
            } catch (...) {
                error = std::current_exception();
            }
        });
        if (error) std::rethrow_exception(error);
        co_return std::move(*value);
    }
}

}  // namespace lectern::http
