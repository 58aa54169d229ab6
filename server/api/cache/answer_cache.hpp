#pragma once

#include "domain/base/time.hpp"
#include "server/http/message.hpp"

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace lectern::api {

// Answers to reads that thousands repeat (a status, a snippet, a task), finished and in memory until the
// lecture that they tell of changes. A kept answer is never older than the last write about its lecture that
// has returned: writes say what they change before they return (storage::ChangeBus). Thread-safe;
// never blocks for longer than a lookup takes.
class AnswerCache {
public:
    explicit AnswerCache(std::size_t most);  // answers; 0 keeps none

    // The answer to this request, if it is known still.
    std::optional<http::Response> find(const http::Request& request, Timestamp now);

    // To be taken before the database is read: what changes after it makes the answer void.
    using Moment = std::uint64_t;
    Moment moment() const { return clock_.load(); }

    // Whether nobody has told since of a change of this lecture.
    bool stands(Moment read_after, std::int64_t lecture_id) const {
        return read_after >= changed_at_[slot_of(lecture_id)].load();
    }
    // A change that nobody told of, made by hand or by a commit whose end nobody knew, is seen after so long.
    static constexpr auto longest_life = std::chrono::seconds(5);

    // The answer 200 with this JSON, which was read after `before` and tells of this lecture; kept, but not
    // beyond `until`. Whether the caller may see it is for the handler to decide first: answers are kept for
    // callers of the same client.
    http::Response keep(const http::Request& request, Moment before, std::int64_t lecture_id,
                        std::string json, Timestamp now, Timestamp until = Timestamp::max());

    void changed(const std::set<std::int64_t>& lecture_ids);

    struct Counters {
        std::uint64_t hits, misses;
        std::size_t kept;
    };
    Counters counters() const;

private:
    struct Answer {
        std::string json, etag;
    };
    struct Kept {
        std::shared_ptr<const Answer> answer;
        std::size_t slot;
        Moment read_after;
        Timestamp until;
    };
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };
    using Map = std::unordered_map<std::string, Kept, Hash, std::equal_to<>>;

    // What was not asked for since `young` was last full goes with `old`.
    struct Shard {
        mutable std::mutex mutex;
        Map young, old;
        std::uint64_t hits = 0, misses = 0;
    };

    std::size_t slot_of(std::int64_t lecture_id) const {
        return static_cast<std::size_t>(lecture_id) % changed_at_.size();
    }
    Shard& shard_of(std::string_view key) { return shards_[Hash{}(key) % shards_.size()]; }
    std::shared_ptr<const Answer> find(std::string_view key, Timestamp now);
    void insert(Shard& shard, std::string key, Kept kept);
    bool is_good(const Kept& kept, Timestamp now) const;
    static std::string key_of(const http::Request& request);
    static http::Response response(const Answer& answer);

    const std::size_t most_young_;
    std::vector<Shard> shards_;
    std::atomic<Moment> clock_{1};
    std::mutex changing_;
    // When a lecture of this slot changed last. Lectures that share one only cost each other a read.
    std::array<std::atomic<Moment>, 4096> changed_at_{};
};

}  // namespace lectern::api
