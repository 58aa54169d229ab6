#pragma once

#include "server/api/lectures/events/lecture_events.hpp"
#include "server/http/run_blocking.hpp"
#include "storage/sql/change_bus.hpp"

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

namespace lectern::api {

// All changes of lectures as events, for any number of streams. A changed lecture is read once, however many
// streams there are, and not at all if there are none. The last events are kept, so that a stream that was
// cut off goes on where it was. Streams may also watch a lecture: all that watch the same one hear who does.
// A lecture that is gone before the feed has read it is told to streams of all clients only, because nobody
// knows any more whose it was. Thread-safe. The bus must not report changes after this is destroyed.
class EventFeed {
public:
    // Reads a lecture; nullopt if it is gone. Blocks; may throw.
    using Read = std::function<std::optional<LectureState>(std::int64_t lecture_id)>;

    // `read` is called on a thread of the feed. A wait without an event ends after `longest_wait`. The
    // watchers of a lecture that many watch hear of who comes and goes at most once in `crowd_pause`, because
    // each of them is told each time.
    EventFeed(storage::ChangeBus& bus, Read read, std::chrono::milliseconds longest_wait,
              std::chrono::milliseconds crowd_pause = std::chrono::seconds(1));
    ~EventFeed();
    EventFeed(const EventFeed&) = delete;
    EventFeed& operator=(const EventFeed&) = delete;

    // Call it when the server drains. Ends all waits, also those that begin later.
    void stop();

    // What a stream wants to hear of.
    struct Filter {
        std::optional<std::int64_t> lecture_id = {};  // none: all lectures
        std::optional<std::string> client_id = {};    // only lectures of this client; none: all
        // The name of the person who watches the lecture `lecture_id` by this stream. Others hear of it.
        std::optional<std::string> watcher = {};
    };

    // One stream. Use it only on the io thread of `executor`.
    class Reader {
    public:
        // `last_id`: of the last event that the stream's client has seen; "" if it has seen none.
        Reader(EventFeed& feed, Filter filter, const std::string& last_id,
               const boost::asio::any_io_executor& executor);
        ~Reader();
        Reader(const Reader&) = delete;
        Reader& operator=(const Reader&) = delete;

        // Whether the stream goes on after `last_id`. If not, its client has to read again what it shows.
        bool resumed() const { return resumed_; }
        // The id of the place up to which events have been taken.
        std::string id() const;
        // The text of the events that came since, with their ids; "" if there are none. If more came than are
        // kept, nullopt: the client has to read again what it shows. Who watches is told without an id: at
        // the start, and when it has changed.
        std::optional<std::string> take();
        // Waits for events. False after `longest_wait` without any, true also if the server drains.
        boost::asio::awaitable<bool> wait();

    private:
        struct State;
        friend class EventFeed;
        EventFeed& feed_;
        std::shared_ptr<State> state_;
        bool resumed_ = false;
    };

private:
    using Clock = std::chrono::steady_clock;
    using Readers = std::set<std::shared_ptr<Reader::State>>;
    struct Event {
        std::int64_t lecture_id;
        std::optional<std::string> client_id;
        std::string text;  // without its id
    };
    struct Told {
        std::optional<std::string> client_id;
        std::map<std::string, std::string> events;
    };

    struct Watched {
        Watchers watchers;
        std::string event;        // "" if it has to be written
        Readers know;             // those that have been told who watches
        Clock::time_point due{};  // those that do not know are told then
    };

    void tell(const storage::Changes& changes, storage::Certainty certainty);
    void schedule_locked();
    void refresh() noexcept;
    std::optional<std::int64_t> next_changed();
    void wake_all_locked();
    void publish_locked(std::int64_t lecture_id, const std::optional<LectureState>& state);
    void append_locked(std::int64_t lecture_id, const std::optional<std::string>& client_id,
                       std::string text);
    void watch_locked(Reader::State& state, int more);
    std::string presence_locked(const std::shared_ptr<Reader::State>& reader);
    std::uint64_t first_kept_locked() const { return next_ - kept_.size(); }
    std::string id_of(std::uint64_t number) const;

    const Read read_;
    const std::chrono::milliseconds longest_wait_;
    const std::chrono::milliseconds crowd_pause_;
    const std::string boot_;  // ids of an earlier start are not these

    std::mutex mutex_;
    bool stopped_ = false;
    bool refreshing_ = false;                             // a refresh is queued or runs
    std::set<std::int64_t> changed_;                      // lectures to read
    std::map<std::int64_t, Clock::time_point> doubtful_;  // read again until then
    std::uint64_t next_ = 1;                              // the number of the next event
    std::deque<Event> kept_;                              // the last ones
    std::map<std::int64_t, Told> told_;
    // By the lecture that they want to hear of; none: of all lectures.
    std::map<std::optional<std::int64_t>, Readers> readers_;
    std::map<std::int64_t, Watched> watched_;
    http::BlockingPool pool_{1, 1};  // last: its thread uses all of the above
};

}  // namespace lectern::api
