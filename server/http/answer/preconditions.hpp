#pragma once

#include "server/http/message.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lectern::http {

// What conditions of requests compare an answer by.
struct Validators {
    std::string_view etag;  // with its quotes, and W/ if it is weak
    std::optional<std::int64_t>
        last_modified;  // seconds since 1970; without it conditions by date are ignored
};

enum class Precondition { proceed, not_modified, failed };

// Checks If-Match, If-Unmodified-Since, If-None-Match and If-Modified-Since in the order of RFC 9110, 13.2.2.
Precondition check_preconditions(Method method, const Fields& request, const Validators& validators);

// The strong entity tags in If-Match, with their quotes. No value: there is no If-Match, or it accepts any
// ("*"). Empty: nothing can match it.
std::optional<std::vector<std::string>> tags_to_match(const Fields& request);

// Whether Range applies: If-Range is absent, the same strong ETag, or exactly the date of the last change.
bool range_applies(const Fields& request, const Validators& validators);

}  // namespace lectern::http
