#include "server/http/run_blocking.hpp"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace lectern::http {

class BlockingPool::Impl {
public:
    Impl(int threads, std::size_t capacity) : capacity_(capacity) {
        if (threads < 1 || threads > 256) throw std::invalid_argument("a pool has 1 to 256 threads");
        for (int i = 0; i < threads; ++i)
            threads_.emplace_back([this] { run(); });
    }

    ~Impl() {
        {
            const std::lock_guard lock(mutex_);
            stopping_ = true;
        }
        wake_.notify_all();
        for (std::thread& thread : threads_)
            thread.join();
    }

    // Takes a place in the queue, so that the submit() that follows cannot fail.
    void reserve() {
        const std::lock_guard lock(mutex_);
        if (reserved_ >= capacity_ + (threads_.size() - running_)) {
            ++refused_;
            throw Overloaded();
        }
        ++reserved_;
    }

    void submit(std::function<void()> task) {
        {
            const std::lock_guard lock(mutex_);
            tasks_.push_back({std::move(task), Clock::now()});
        }
        wake_.notify_one();
    }

    Counters counters() const {
        const std::lock_guard lock(mutex_);
        return {reserved_, running_, finished_, refused_, waits_.sum()};
    }

private:
    using Clock = std::chrono::steady_clock;
    struct Task {
        std::function<void()> run;
        Clock::time_point queued;
    };

    void run() {
        std::unique_lock lock(mutex_);
        while (true) {
            wake_.wait(lock, [this] { return stopping_ || !tasks_.empty(); });
            if (tasks_.empty()) return;
            Task task = std::move(tasks_.front());
            tasks_.pop_front();
            waits_.add(Clock::now() - task.queued);
            --reserved_;
            ++running_;
            lock.unlock();
            task.run();
            task.run = nullptr;  // frees what it holds before the pool counts as idle
            lock.lock();
            --running_;
            ++finished_;
        }
    }

    const std::size_t capacity_;
    mutable std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Task> tasks_;
    Durations waits_;
    std::size_t reserved_ = 0;  // queued, or about to be
    std::size_t running_ = 0;
    std::uint64_t finished_ = 0;
    std::uint64_t refused_ = 0;
    bool stopping_ = false;
    std::vector<std::thread> threads_;  // last: they use all of the above
};

BlockingPool::BlockingPool(int threads, std::size_t capacity)
    : impl_(std::make_unique<Impl>(threads, capacity)) {}
BlockingPool::~BlockingPool() = default;
void BlockingPool::submit(std::function<void()> work) {
    impl_->reserve();
    impl_->submit(std::move(work));
}
BlockingPool::Counters BlockingPool::counters() const {
    return impl_->counters();
}

boost::asio::awaitable<void> run_on(BlockingPool& pool, std::function<void()> work) {
    namespace asio = boost::asio;
    const auto executor = co_await asio::this_coro::executor;
    BlockingPool::Impl& impl = *pool.impl_;
    impl.reserve();
    co_await asio::async_initiate<decltype(asio::use_awaitable), void()>(
        [&impl](auto handler, asio::any_io_executor home, std::function<void()> job) {
            struct Waiting {
                decltype(handler) resume;
                asio::executor_work_guard<asio::any_io_executor>
                    guard;  // keeps the caller's loop running meanwhile
            };
            // Shared because std::function must be copyable.
            auto waiting =
                std::make_shared<Waiting>(Waiting{std::move(handler), asio::make_work_guard(home)});
            impl.submit([waiting = std::move(waiting), home, job = std::move(job)]() mutable {
                job();
                // The guard is released on the caller's thread too: here the loop might already have ended.
                asio::post(home, [waiting = std::move(waiting)] {
                    waiting->guard.reset();
                    auto resume = std::move(waiting->resume);
                    resume();
                });
            });
        },
        asio::use_awaitable, executor, std::move(work));
}

}  // namespace lectern::http
