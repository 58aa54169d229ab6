#include "server/api/operations/health_probe.hpp"

#include "storage/sql/database.hpp"

#include <chrono>

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace lectern::api {

namespace asio = boost::asio;

namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr auto longest_check = 2s;
constexpr auto between_counts = 5s;

std::exception_ptr outcome_of(const std::function<void()>& check) {
    try {
        check();
        return nullptr;
    } catch (...) {
        return std::current_exception();
    }
}

}  // namespace

// The mutex guards the members. The timer is started and cancelled only on the asker's io thread.
struct HealthProbe::Asker {
    std::optional<asio::steady_timer> timer;  // only while it waits: its io_context may be destroyed later
    std::optional<std::exception_ptr> outcome;
};

HealthProbe::HealthProbe(Checks checks) : checks_(std::move(checks)) {
    count_jobs();
    thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

HealthProbe::~HealthProbe() = default;

std::optional<HealthProbe::JobCounts> HealthProbe::jobs() const {
    const std::lock_guard lock(mutex_);
    return jobs_;
}

asio::awaitable<std::exception_ptr> HealthProbe::check() {
    const auto asker = std::make_shared<Asker>();
    asker->timer.emplace(co_await asio::this_coro::executor, longest_check);
    {
        const std::lock_guard lock(mutex_);
        askers_.push_back(asker);
    }
    asked_.notify_one();
    boost::system::error_code woken;
    co_await asker->timer->async_wait(asio::redirect_error(asio::use_awaitable, woken));
    const std::lock_guard lock(mutex_);
    asker->timer.reset();
    std::erase(askers_, asker);
    if (asker->outcome) co_return *asker->outcome;
    co_return std::make_exception_ptr(
        storage::StoreUnavailable("the check of database and disk takes too long"));
}

void HealthProbe::run(const std::stop_token& stop) {
    auto next_count = Clock::now() + between_counts;
    while (true) {
        std::unique_lock lock(mutex_);
        asked_.wait_until(lock, stop, next_count, [this] { return !askers_.empty(); });
        if (stop.stop_requested()) return;
        const auto asking = std::exchange(askers_, {});
        lock.unlock();
        if (Clock::now() >= next_count) {
            count_jobs();
            next_count = Clock::now() + between_counts;
        }
        if (asking.empty()) continue;
        const auto outcome = outcome_of(checks_.ready);
        lock.lock();
        for (const auto& asker : asking) {
            if (!asker->timer) continue;
            asker->outcome = outcome;
            asio::post(asker->timer->get_executor(), [asker] {
                if (asker->timer) asker->timer->cancel();
            });
        }
    }
}

void HealthProbe::count_jobs() {
    std::optional<JobCounts> counted;
    // check() reports an outage. Here it only means that there are no numbers.
    (void)outcome_of([&] { counted = checks_.count_jobs(); });
    const std::lock_guard lock(mutex_);
    jobs_ = std::move(counted);
}

}  // namespace lectern::api
