#pragma once

#include "server/http/message.hpp"
#include "server/wire/fields.hpp"

#include <cstdint>

namespace lectern::api {

// The requested part of a list: parameters of the query.
struct Page {
    std::int64_t skip = 0;
    std::int64_t limit = 100;

    void describe(wire::Fields& f) {
        f.integer("skip", skip, {.min = 0, .required = false, .about = "Number of items to skip."});
        f.integer(
            "limit", limit,
            {.min = 1, .max = 1000, .required = false, .about = "Maximum number of items in the answer."});
    }
};

// Adds X-Total-Count and Link (first, prev, next, last) to the answer with a list.
void add_page_fields(http::Response& response, const http::Request& request, const Page& page,
                     std::int64_t total);

}  // namespace lectern::api
