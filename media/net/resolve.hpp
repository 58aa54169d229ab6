#pragma once

#include "media/net/http_client.hpp"

#include <chrono>
#include <stop_token>
#include <string>
#include <vector>

namespace lectern::media {

// All addresses of a host, numeric forms included. The system's resolver cannot be interrupted, so it runs on
// a thread of its own, which is left behind when `stop` or the deadline comes first.
HttpResult<std::vector<IpAddress>> resolve_host(const std::string& host, const HttpClient::Resolver& resolver,
                                                std::chrono::steady_clock::time_point deadline,
                                                const std::stop_token& stop);

}  // namespace lectern::media
