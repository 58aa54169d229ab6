#pragma once

#include "domain/net/http_client.hpp"
#include "media/net/address.hpp"

#include <chrono>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

namespace lectern::media {

// Replaces the system's resolver. Returns all addresses of a host; an empty list if there is no such host.
using HostResolver = std::function<std::vector<IpAddress>(const std::string& host)>;

// All addresses of a host. A host may be a numeric address. The system's resolver cannot be interrupted, so
// it runs on a thread of its own; when `stop` or the deadline comes first, that thread ends later by itself.
HttpResult<std::vector<IpAddress>> resolve_host(const std::string& host, const HostResolver& resolver,
                                                std::chrono::steady_clock::time_point deadline,
                                                const std::stop_token& stop);

}  // namespace lectern::media
