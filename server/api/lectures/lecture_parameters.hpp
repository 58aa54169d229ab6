#pragma once

#include "server/wire/fields.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace lectern::api {

// Path parameters of lectures, which the API calls sessions, and of their snippets.

struct LectureAddress {
    std::int64_t session_id = 0;

    void describe(wire::Fields& f) { f.id("session_id", session_id, "The session's number."); }
};

struct SnippetAddress {
    std::int64_t snippet_id = 0;

    void describe(wire::Fields& f) { f.id("snippet_id", snippet_id, "The snippet's number."); }
};

}  // namespace lectern::api
