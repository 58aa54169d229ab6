#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace lectern {

// A moment in UTC. The domain never asks for "now": callers pass it in.
using Timestamp = std::chrono::sys_time<std::chrono::milliseconds>;

// RFC 3339 with milliseconds and Z: "2026-01-08T00:00:00.000Z".
std::string to_rfc3339(Timestamp moment);

// Accepts "Z" or a numeric offset, a fraction of any length (cut to milliseconds), years 0001..9999.
std::optional<Timestamp> parse_rfc3339(std::string_view text);

// "Sun, 06 Nov 1994 08:49:37 GMT", as HTTP writes dates; a fraction of a second is dropped.
std::string to_http_date(Timestamp moment);

// The three formats that RFC 9110 names.
std::optional<Timestamp> parse_http_date(std::string_view text);

}  // namespace lectern
