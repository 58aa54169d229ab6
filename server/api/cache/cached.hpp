#pragma once

#include "server/api/cache/answer_cache.hpp"
#include "server/api/endpoint.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <utility>

namespace lectern::api {

// What was read for a cached endpoint.
template<class Body>
struct CachedRead {
    Body body;
    // Whose change makes the answer void. Without one nobody would tell of changes, so the answer is not
    // kept.
    std::optional<std::int64_t> lecture_id;
    Timestamp until = Timestamp::max();  // the answer is not given after this moment
};

// A read that thousands repeat: answered from `cache` where that is possible, else `read(params)` is called
// on a thread of `database` and gives a Result<CachedRead<Body>>. Both outlive the routes.
template<class Params, class Body, class Read>
Endpoint cached(AnswerCache& cache, http::BlockingPool& database, std::function<Timestamp()> now, Read read) {
    auto answer_anew = [&cache, now, read = std::move(read)](
                           const Params& params, http::Request& request) -> Result<Written<Body>> {
        const auto before = cache.moment();
        const Result<CachedRead<Body>> found = read(params);
        if (!found) return found.error();
        std::string json = wire::to_json(found->body);
        if (!found->lecture_id) return Written<Body>{http::Response::json(200, std::move(json))};
        return Written<Body>{
            cache.keep(request, before, *found->lecture_id, std::move(json), now(), found->until)};
    };
    return with_shortcut([&cache, now](const http::Request& request) { return cache.find(request, now()); },
                         blocking_endpoint<Params, NoBody, Written<Body>>(database, std::move(answer_anew)));
}

}  // namespace lectern::api
