#include "server/api/lectures/events/event_feed.hpp"

#include "domain/base/ascii.hpp"
#include "domain/base/random.hpp"
#include "server/api/lectures/events/stream_sleep.hpp"

#include <algorithm>
#include <utility>

namespace lectern::api {
namespace {

namespace asio = boost::asio;
constexpr std::size_t most_kept = 1024;  // events
constexpr std::size_t most_told = 1000;  // lectures
// A change of a commit in doubt may become visible a moment after it was reported. What could not be read is
// read again after this time, too.
constexpr std::chrono::seconds doubt_lasts{5};
constexpr std::chrono::seconds look_again{1};
constexpr std::int64_t crowd = 20;  // streams

}  // namespace

// The feed's mutex guards the members that change.
struct EventFeed::Reader::State {
    State(Filter wanted, const asio::any_io_executor& executor)
        : filter(std::move(wanted)), sleep(std::make_shared<StreamSleep>(executor)) {}

    bool wants(std::int64_t lecture_id, const std::optional<std::string>& client_id) const {
        return (!filter.lecture_id || *filter.lecture_id == lecture_id) && wants(client_id);
    }
    bool wants(const std::optional<std::string>& client_id) const {
        return !filter.client_id || filter.client_id == client_id;
    }

    const Filter filter;
    const std::shared_ptr<StreamSleep> sleep;
    std::uint64_t next = 1;  // the number of the first event that was not taken
    bool news = false;       // an event for this stream came after it
    // When to tell who watches; none if the stream's client knows it.
    std::optional<Clock::time_point> presence_due = {};
};

EventFeed::EventFeed(storage::ChangeBus& bus, Read read, std::chrono::milliseconds longest_wait,
                     std::chrono::milliseconds crowd_pause)
    : read_(std::move(read)), longest_wait_(longest_wait), crowd_pause_(crowd_pause), boot_(random_hex(4)) {
    bus.subscribe(
        [this](const storage::Changes& changes, storage::Certainty certainty) { tell(changes, certainty); });
}

EventFeed::~EventFeed() = default;

void EventFeed::tell(const storage::Changes& changes, storage::Certainty certainty) {
    const std::lock_guard lock(mutex_);
    const auto lectures = storage::lectures_of(changes);
    if (lectures.empty()) return;
    if (readers_.empty()) {
        // Nobody hears of these changes: a stream that comes back must not think that nothing happened.
        ++next_;
        kept_.clear();
        told_.clear();
        return;
    }
    changed_.insert(lectures.begin(), lectures.end());
    if (certainty == storage::Certainty::in_doubt) {
        for (const std::int64_t id : lectures)
            doubtful_[id] = Clock::now() + doubt_lasts;
        wake_all_locked();  // they look again
    }
    schedule_locked();
}

void EventFeed::schedule_locked() {
    if (refreshing_ || stopped_ || changed_.empty()) return;
    pool_.submit([this] { refresh(); });
    refreshing_ = true;
}

void EventFeed::wake_all_locked() {
    for (const auto& [lecture_id, readers] : readers_)
        for (const auto& reader : readers)
            reader->sleep->wake();
}

void EventFeed::refresh() noexcept {
    while (const auto id = next_changed()) {
        try {
            const auto state = read_(*id);
            const std::lock_guard lock(mutex_);
            publish_locked(*id, state);
        } catch (...) {
            // The database is away. The streams ask again soon.
            const std::lock_guard lock(mutex_);
            changed_.insert(*id);
            refreshing_ = false;
            wake_all_locked();
            return;
        }
    }
}

// Takes a lecture that has changed. nullopt: there is none, and the refresh has ended.
std::optional<std::int64_t> EventFeed::next_changed() {
    const std::lock_guard lock(mutex_);
    refreshing_ = !changed_.empty() && !stopped_;
    if (!refreshing_) return std::nullopt;
    return changed_.extract(changed_.begin()).value();
}

void EventFeed::publish_locked(std::int64_t lecture_id, const std::optional<LectureState>& state) {
    if (!state) {
        const auto told = told_.find(lecture_id);
        append_locked(lecture_id, told == told_.end() ? std::nullopt : told->second.client_id,
                      deleted_event(lecture_id));
        told_.erase(lecture_id);
        return;
    }
    auto events = events_of(*state);
    if (told_.size() >= most_told && !told_.contains(lecture_id)) told_.clear();
    Told& told = told_[lecture_id];
    told.client_id = state->client_id;
    for (const auto& [part, text] : events) {
        const auto before = told.events.find(part);
        if (before == told.events.end() || before->second != text)
            append_locked(lecture_id, state->client_id, text);
    }
    told.events = std::move(events);
}

void EventFeed::append_locked(std::int64_t lecture_id, const std::optional<std::string>& client_id,
                              std::string text) {
    kept_.push_back({lecture_id, client_id, std::move(text)});
    if (kept_.size() > most_kept) kept_.pop_front();
    ++next_;
    for (const auto& wanted : {std::optional<std::int64_t>(), std::optional(lecture_id)}) {
        const auto found = readers_.find(wanted);
        if (found == readers_.end()) continue;
        for (const auto& reader : found->second) {
            if (reader->news || !reader->wants(client_id)) continue;
            reader->news = true;
            reader->sleep->wake();
        }
    }
}

// One watcher more or less (-1) of the stream's lecture. Only those who have heard of the last change are
// woken: the others will hear of both.
void EventFeed::watch_locked(Reader::State& state, int more) {
    const auto& [lecture_id, client_id, name] = state.filter;
    if (!name || !lecture_id) return;
    const auto now = Clock::now();
    Watched& watched = watched_[*lecture_id];
    watched.event.clear();
    watched.watchers.add(*name, more);
    if (watched.due <= now) watched.due = watched.watchers.streams() < crowd ? now : now + crowd_pause_;
    for (const auto& reader : std::exchange(watched.know, {})) {
        reader->presence_due = watched.due;
        reader->sleep->wake();
    }
    state.presence_due = now;  // whoever comes sees at once who is there
    if (watched.watchers.streams() == 0) watched_.erase(*lecture_id);
}

std::string EventFeed::presence_locked(const std::shared_ptr<Reader::State>& reader) {
    const std::int64_t lecture_id = reader->filter.lecture_id.value();
    Watched& watched = watched_.at(lecture_id);
    watched.know.insert(reader);
    reader->presence_due.reset();
    if (watched.event.empty()) watched.event = presence_event(lecture_id, watched.watchers);
    return watched.event;
}

std::string EventFeed::id_of(std::uint64_t number) const {
    return boot_ + "." + std::to_string(number);
}

void EventFeed::stop() {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    wake_all_locked();
}

EventFeed::Reader::Reader(EventFeed& feed, Filter filter, const std::string& last_id,
                          const asio::any_io_executor& executor)
    : feed_(feed), state_(std::make_shared<State>(std::move(filter), executor)) {
    const std::lock_guard lock(feed_.mutex_);
    state_->next = feed_.next_;
    const std::string boot = feed_.boot_ + ".";
    const auto seen = last_id.starts_with(boot)
                          ? ascii::parse_number<std::uint64_t>(last_id.substr(boot.size()))
                          : std::nullopt;
    if (seen && *seen + 1 >= feed_.first_kept_locked() && *seen < feed_.next_) {
        state_->next = *seen + 1;
        state_->news = state_->next < feed_.next_;
        resumed_ = true;
    }
    feed_.readers_[state_->filter.lecture_id].insert(state_);
    feed_.watch_locked(*state_, 1);
}

EventFeed::Reader::~Reader() {
    const std::lock_guard lock(feed_.mutex_);
    const auto readers = feed_.readers_.find(state_->filter.lecture_id);
    readers->second.erase(state_);
    if (readers->second.empty()) feed_.readers_.erase(readers);
    const auto watched = feed_.watched_.find(state_->filter.lecture_id.value_or(0));
    if (watched != feed_.watched_.end()) watched->second.know.erase(state_);
    feed_.watch_locked(*state_, -1);
}

std::string EventFeed::Reader::id() const {
    const std::lock_guard lock(feed_.mutex_);
    return feed_.id_of(state_->next - 1);
}

std::optional<std::string> EventFeed::Reader::take() {
    const std::lock_guard lock(feed_.mutex_);
    state_->news = false;
    const std::uint64_t first = feed_.first_kept_locked();
    if (state_->next < first) {
        state_->next = feed_.next_;
        return std::nullopt;
    }
    std::string text;
    for (; state_->next < feed_.next_; ++state_->next) {
        const Event& event = feed_.kept_[state_->next - first];
        if (state_->wants(event.lecture_id, event.client_id))
            text += "id: " + feed_.id_of(state_->next) + "\n" + event.text;
    }
    if (state_->presence_due) text += feed_.presence_locked(state_);
    return text;
}

asio::awaitable<bool> EventFeed::Reader::wait() {
    const auto until = Clock::now() + feed_.longest_wait_;
    for (;;) {
        {
            const std::lock_guard lock(feed_.mutex_);
            const auto now = Clock::now();
            const auto presence_due = state_->presence_due.value_or(Clock::time_point::max());
            if (state_->news || presence_due <= now || feed_.stopped_) co_return true;
            if (now >= until) co_return false;
            std::erase_if(feed_.doubtful_, [&](const auto& doubt) { return doubt.second < now; });
            for (const auto& [id, end] : feed_.doubtful_)
                feed_.changed_.insert(id);
            feed_.schedule_locked();
            const bool soon = !feed_.doubtful_.empty() || !feed_.changed_.empty();
            state_->sleep->set_end(std::min({until, presence_due, soon ? now + look_again : until}));
        }
        co_await state_->sleep->sleep();
    }
}

}  // namespace lectern::api
