#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace lectern {

// A moment in UTC, in whole milliseconds. The domain never reads a clock: its callers pass "now" to it.
using Timestamp = std::chrono::sys_time<std::chrono::milliseconds>;

// RFC 3339 with milliseconds and "Z": "2026-01-08T00:00:00.000Z".
std::string to_rfc3339(Timestamp moment);

// Accepts "Z" or a numeric offset, and years 0001..9999. A fraction of a second may have any number of
// digits; those after the third are dropped.
std::optional<Timestamp> parse_rfc3339(std::string_view text);

// The date format of HTTP: "Sun, 06 Nov 1994 08:49:37 GMT". A fraction of a second is dropped.
std::string to_http_date(Timestamp moment);

// Accepts the three date formats of RFC 9110.
std::optional<Timestamp> parse_http_date(std::string_view text);

// A time in a recording, for people: "0:05:09", at most "1000:00:00".
std::string to_clock_text(double seconds);

}  // namespace lectern
