#include "server/api/cache/answer_cache.hpp"

#include "server/http/answer/text_answer.hpp"

#include <algorithm>

namespace lectern::api {
namespace {

constexpr std::size_t shard_count = 16;

}  // namespace

AnswerCache::AnswerCache(std::size_t most)
    : most_young_((most + 2 * shard_count - 1) / (2 * shard_count)), shards_(shard_count) {}

std::string AnswerCache::key_of(const http::Request& request) {
    // A path contains no line end, so two requests never share a key by chance.
    return request.caller.client_id ? *request.caller.client_id + "\n" + request.path : request.path;
}

std::optional<http::Response> AnswerCache::find(const http::Request& request, Timestamp now) {
    const auto answer = request.caller.client_id ? find(key_of(request), now) : find(request.path, now);
    if (!answer) return std::nullopt;
    return response(*answer);
}

http::Response AnswerCache::keep(const http::Request& request, Moment before, std::int64_t lecture_id,
                                 std::string json, Timestamp now, Timestamp until) {
    std::string etag = http::entity_tag(json);
    const auto answer = std::make_shared<const Answer>(Answer{std::move(json), std::move(etag)});
    const auto slot = slot_of(lecture_id);
    Kept kept{answer, slot, before, std::min<Timestamp>(until, now + longest_life)};
    if (most_young_ > 0 && is_good(kept, now)) {
        std::string key = key_of(request);
        Shard& shard = shard_of(key);
        const std::lock_guard lock(shard.mutex);
        insert(shard, std::move(key), std::move(kept));
    }
    return response(*answer);
}

void AnswerCache::changed(const std::set<std::int64_t>& lecture_ids) {
    // One change after the other, so that a slot never goes back to an earlier moment.
    const std::lock_guard lock(changing_);
    const Moment now = ++clock_;
    for (const std::int64_t id : lecture_ids)
        changed_at_[slot_of(id)] = now;
}

AnswerCache::Counters AnswerCache::counters() const {
    Counters sum{};
    for (const Shard& shard : shards_) {
        const std::lock_guard lock(shard.mutex);
        sum.hits += shard.hits;
        sum.misses += shard.misses;
        sum.kept += shard.young.size() + shard.old.size();
    }
    return sum;
}

std::shared_ptr<const AnswerCache::Answer> AnswerCache::find(std::string_view key, Timestamp now) {
    Shard& shard = shard_of(key);
    const std::lock_guard lock(shard.mutex);
    if (const auto found = shard.young.find(key); found != shard.young.end()) {
        if (is_good(found->second, now)) {
            ++shard.hits;
            return found->second.answer;
        }
        shard.young.erase(found);
    } else if (const auto older = shard.old.find(key); older != shard.old.end()) {
        auto node = shard.old.extract(older);
        if (is_good(node.mapped(), now)) {
            ++shard.hits;
            const auto answer = node.mapped().answer;
            insert(shard, std::move(node.key()), std::move(node.mapped()));
            return answer;
        }
    }
    ++shard.misses;
    return nullptr;
}

void AnswerCache::insert(Shard& shard, std::string key, Kept kept) {
    if (shard.young.size() >= most_young_) {
        shard.old.swap(shard.young);
        shard.young.clear();
    }
    shard.young.insert_or_assign(std::move(key), std::move(kept));
}

bool AnswerCache::is_good(const Kept& kept, Timestamp now) const {
    return now < kept.until && kept.read_after >= changed_at_[kept.slot].load();
}

http::Response AnswerCache::response(const Answer& answer) {
    http::Response response = http::Response::json(200, answer.json);
    response.fields.add("ETag", answer.etag);
    return response;
}

}  // namespace lectern::api
