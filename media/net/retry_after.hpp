#pragma once

#include "domain/net/http_client.hpp"

#include <chrono>
#include <optional>

namespace lectern::media {

// When the server wants to be asked again: seconds from now. Understands both forms of Retry-After; 0 for a
// date in the past.
std::optional<std::chrono::seconds> retry_after(const HttpHead& head);

}  // namespace lectern::media
