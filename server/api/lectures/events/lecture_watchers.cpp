#include "server/api/lectures/events/lecture_watchers.hpp"

#include "server/api/lectures/events/stream_sleep.hpp"

#include <algorithm>

namespace lectern::api {
namespace {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;

// The changes of a commit in doubt may become visible a moment after they were reported.
constexpr std::chrono::seconds doubt_lasts{5};
constexpr std::chrono::seconds look_again_in_doubt{1};

}  // namespace

// The mutex guards the members that change.
struct LectureWatchers::Watch::State {
    State(std::int64_t lecture, const asio::any_io_executor& executor)
        : lecture_id(lecture), sleep(std::make_shared<StreamSleep>(executor)) {}

    const std::int64_t lecture_id;
    const std::shared_ptr<StreamSleep> sleep;
    bool changed = false;
    Clock::time_point doubt_until{};
};

LectureWatchers::LectureWatchers(storage::ChangeBus& bus, std::chrono::milliseconds longest_wait)
    : longest_wait_(longest_wait) {
    bus.subscribe(
        [this](const storage::Changes& changes, storage::Certainty certainty) { tell(changes, certainty); });
}

LectureWatchers::~LectureWatchers() = default;

void LectureWatchers::tell(const storage::Changes& changes, storage::Certainty certainty) {
    const std::lock_guard lock(mutex_);
    for (const storage::Change& change : changes) {
        if (change.topic != storage::Topic::lecture) continue;
        const auto found = by_lecture_.find(change.number());
        if (found == by_lecture_.end()) continue;
        for (const auto& state : found->second) {
            state->changed = true;
            if (certainty == storage::Certainty::in_doubt) state->doubt_until = Clock::now() + doubt_lasts;
            state->sleep->wake();
        }
    }
}

void LectureWatchers::stop() {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    for (const auto& [lecture, states] : by_lecture_)
        std::ranges::for_each(states, [](const auto& state) { state->sleep->wake(); });
}

LectureWatchers::Watch::Watch(LectureWatchers& watchers, std::int64_t lecture_id,
                              const asio::any_io_executor& executor)
    : watchers_(watchers), state_(std::make_shared<State>(lecture_id, executor)) {
    const std::lock_guard lock(watchers_.mutex_);
    watchers_.by_lecture_[lecture_id].insert(state_);
}

LectureWatchers::Watch::~Watch() {
    const std::lock_guard lock(watchers_.mutex_);
    const auto found = watchers_.by_lecture_.find(state_->lecture_id);
    found->second.erase(state_);
    if (found->second.empty()) watchers_.by_lecture_.erase(found);
}

void LectureWatchers::Watch::before_read() {
    const std::lock_guard lock(watchers_.mutex_);
    state_->changed = false;
}

asio::awaitable<bool> LectureWatchers::Watch::changed() {
    for (;;) {
        bool in_doubt = false;
        {
            const std::lock_guard lock(watchers_.mutex_);
            if (state_->changed || watchers_.stopped_) co_return true;
            in_doubt = Clock::now() < state_->doubt_until;
            state_->sleep->set_end(Clock::now() + (in_doubt ? std::chrono::milliseconds(look_again_in_doubt)
                                                            : watchers_.longest_wait_));
        }
        const bool woken = co_await state_->sleep->sleep();
        // Perhaps by a change that has been read since. Then the wait begins again.
        if (!woken) co_return in_doubt;
    }
}

}  // namespace lectern::api
