#pragma once

#include "domain/net/http_client.hpp"
#include "media/net/address.hpp"

#include <chrono>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

namespace lectern::media {

// Takes the place of the system's resolver: all addresses of a host; an empty list says that there is no such
// host.
using HostResolver = std::function<std::vector<IpAddress>(const std::string& host)>;

// All addresses of a host, numeric forms included. The system's resolver cannot be interrupted, so it runs on
// a thread of its own, which is left behind when `stop` or the deadline comes first.
HttpResult<std::vector<IpAddress>> resolve_host(const std::string& host, const HostResolver& resolver,
                                                std::chrono::steady_clock::time_point deadline,
                                                const std::stop_token& stop);

}  // namespace lectern::media
