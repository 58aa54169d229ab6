#pragma once

#include "domain/job/failure.hpp"
#include "media/net/url.hpp"
#include "media/source/options.hpp"

#include <optional>
#include <string>

namespace lectern::media {

// Drive's rule for redirects: its own hosts by https, and the hosts of the configured endpoints. A Failure
// says why an address is not asked.
std::optional<Failure> refuse_for_drive(const Url& url, const SourceOptions& options);

Failure not_shared(std::string detail);
Failure quota_used_up(const SourceOptions& options, std::string detail);

}  // namespace lectern::media
