#pragma once

#include "domain/net/http_client.hpp"

#include <chrono>
#include <optional>

namespace lectern::media {

// The Retry-After header, a number or a date, as seconds from now. 0 for a date in the past; nullopt if the
// header is absent or malformed.
std::optional<std::chrono::seconds> retry_after(const HttpHead& head);

}  // namespace lectern::media
