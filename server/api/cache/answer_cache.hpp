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

// Keeps the finished answers to polls (of a status, a snippet, a task) in memory until their lecture changes.
// A kept answer is never older than the last write about its lecture that has returned, because a write
// reports its changes to the change bus (storage::ChangeBus) before it returns. Thread-safe; its locks are
// held only for the time of a look-up.
class AnswerCache {
public:
    explicit AnswerCache(std::size_t most);  // maximum number of answers; 0 keeps none

    // The kept answer to this request, if it is still valid.
    std::optional<http::Response> find(const http::Request& request, Timestamp now);

    // Call moment() before you read the database: a change after this moment makes the answer invalid.
    using Moment = std::uint64_t;
    Moment moment() const { return clock_.load(); }

    // Whether no change of this lecture was reported after `read_after`.
    bool stands(Moment read_after, std::int64_t lecture_id) const {
        return read_after >= changed_at_[slot_of(lecture_id)].load();
    }
    // The longest time for which an answer is kept. So a change that was not reported, made by hand or by a
    // commit with an unknown result, is seen after this time.
    static constexpr auto longest_life = std::chrono::seconds(5);

    // Returns the answer 200 with this JSON, and keeps it until `until` at most. The JSON was read after the
    // moment `before` and is about this lecture. The caller must be allowed to see it: a kept answer is given
    // to all callers of the same client.
    http::Response keep(const http::Request& request, Moment before, std::int64_t lecture_id,
                        std::string json, Timestamp now, Timestamp until = Timestamp::max());

    // Reports that these lectures have changed: their kept answers become invalid. Any thread.
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

    // When `young` is full, it becomes `old`, and the answers in the former `old`, for which nobody has asked
    // since, are dropped.
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
    // When a lecture of this slot changed last. Several lectures may share a slot; a change of one then costs
    // the others one more read.
    std::array<std::atomic<Moment>, 4096> changed_at_{};
};

}  // namespace lectern::api
