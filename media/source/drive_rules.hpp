#pragma once

#include "domain/job/failure.hpp"
#include "media/net/url.hpp"
#include "media/source/options.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace lectern::media {

// Whether a host is Google's own: "google.com", "www.google.com.vn", but not "google.example.com". `host` is
// in lower case.
bool is_google(std::string_view host);

// The rule for Drive's redirects: its own hosts over https, and the configured endpoints. Returns why a
// request to the address is refused; nullopt if it is allowed.
std::optional<Failure> refuse_for_drive(const Url& url, const SourceOptions& options);

Failure not_shared(std::string detail);
// Google takes the requests of this server's address for those of a robot, for some hours. `retry_after`: the
// time that it names, if it names one.
Failure blocked(const SourceOptions& options, std::string detail,
                std::optional<std::chrono::seconds> retry_after = {});
// Whether this status comes with a page about such a block. A page that anybody has uploaded to Drive may
// read like one, but comes with another status.
bool is_status_of_block(int status);
Failure quota_used_up(const SourceOptions& options, std::string detail);

}  // namespace lectern::media
