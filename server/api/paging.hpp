#pragma once

#include "domain/base/error.hpp"
#include "server/http/message.hpp"

#include <cstdint>

namespace lectern::api {

struct Page {
    std::int64_t skip = 0;
    std::int64_t limit = 100;
};

// ?skip (from 0) and ?limit (1..1000).
Result<Page> parse_page(const http::Request& request, std::int64_t default_limit);

// X-Total-Count and Link (first, prev, next, last) of a list answer.
void add_page_fields(http::Response& response, const http::Request& request, const Page& page,
                     std::int64_t total);

}  // namespace lectern::api
