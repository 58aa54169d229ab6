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
    // A change of this lecture makes the answer invalid. An answer without a lecture is not kept, because no
    // change of it would be reported.
    std::optional<std::int64_t> lecture_id;
    Timestamp until = Timestamp::max();  // the kept answer is not used after this moment
};

// An endpoint for polls. The answer comes from `cache` if possible. Otherwise `read(params)` is called on a
// thread of `database`; it returns a Result<CachedRead<Body>>. `cache` and `database` must outlive the
// routes.
template<class Params, class Body, class Read>
Endpoint cached(AnswerCache& cache, http::BlockingPool& database, std::function<Timestamp()> now, Read read) {
    auto answer_anew = [&cache, now, read = std::move(read)](
                           const Params& params, http::Request& request) -> Result<Written<Body>> {
        const auto before = cache.moment();
        const Result<CachedRead<Body>> found = read(params);
        if (!found) return found.error();
        std::string json = wire::to_json(found->body, request.public_url);
        if (!found->lecture_id) return Written<Body>{http::Response::json(200, std::move(json))};
        return Written<Body>{
            cache.keep(request, before, *found->lecture_id, std::move(json), now(), found->until)};
    };
    return with_shortcut([&cache, now](const http::Request& request) { return cache.find(request, now()); },
                         blocking_endpoint<Params, NoBody, Written<Body>>(database, std::move(answer_anew)));
}

}  // namespace lectern::api
