#pragma once

#include "domain/job/failure.hpp"
#include "domain/net/http_client.hpp"

#include <string>

namespace lectern::media {

// Sends a request to a service that the operator configured, up to five times while the answer is one that
// may change: 408, 429, 5xx, or no answer. Waits as Retry-After says, else `first_wait` doubling, with
// jitter; longer than a minute is left to the job. `service` names it in messages ("speech service"). Any
// other status comes back as is.
Outcome<HttpReply> send_with_retries(const HttpClient& client, const HttpRequest& request,
                                     std::int64_t max_body, std::chrono::milliseconds first_wait,
                                     const std::string& service, const WorkControl& control);

// The Failure of an answer that is no success. `option` is the prefix of the options to look at
// ("speech.remote").
Failure failure_of(const HttpReply& reply, const std::string& service, const std::string& option);

// Waits; false if stop is requested before the time is over.
bool wait_for(std::chrono::milliseconds time, const std::stop_token& stop);

}  // namespace lectern::media
