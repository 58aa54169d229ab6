#pragma once

#include "server/http/message.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace lectern::http {

// What an answer is compared by.
struct Validators {
    std::string_view etag;  // with its quotes, and W/ if it is weak
    std::optional<std::int64_t>
        last_modified;  // seconds since 1970; conditions by date count for nothing without
};

enum class Precondition { proceed, not_modified, failed };

// If-Match, If-Unmodified-Since, If-None-Match and If-Modified-Since in the precedence of RFC 9110, 13.2.2.
Precondition check_preconditions(Method method, const Fields& request, const Validators& validators);

// Whether If-Range lets Range count: absent, the same strong ETag, or exactly the date of the last change.
bool range_applies(const Fields& request, const Validators& validators);

}  // namespace lectern::http
