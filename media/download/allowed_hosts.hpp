#pragma once

#include "media/download/options.hpp"
#include "media/download/page.hpp"

#include <optional>

namespace lectern::media {

// The rule for all addresses but Drive's: https, and a host that the configuration allows. Returns why a
// request to the address is refused; nullopt if it is allowed.
std::optional<Failure> refuse_unless_allowed(const Url& url, const DownloadOptions& options);

// What it means that an allowed host answered with this page and not with the file.
Setback meaning_of_page(const Page& page);

}  // namespace lectern::media
