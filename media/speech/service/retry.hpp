#pragma once

#include "domain/job/failure.hpp"
#include "domain/net/http_client.hpp"

#include <string>

namespace lectern::media {

// Sends a request to a service that the operator configured. Tries up to five times while the answer is 408,
// 429 or 5xx, or none comes; returns any other status at once. Waits as Retry-After says, else `first_wait`,
// doubled each time, with jitter. A Retry-After of more than a minute is left to the job. `service` is the
// name for messages ("speech service").
Outcome<HttpReply> send_with_retries(const HttpClient& client, const HttpRequest& request,
                                     std::int64_t max_body, std::chrono::milliseconds first_wait,
                                     const std::string& service, const WorkControl& control);

// The Failure for an answer with an error status. `option`: the prefix of the options to check
// ("speech.remote").
Failure failure_of(const HttpReply& reply, const std::string& service, const std::string& option);

// Waits; false if stop is requested before the time is over.
bool wait_for(std::chrono::milliseconds time, const std::stop_token& stop);

}  // namespace lectern::media
