#pragma once

#include "media/download/options.hpp"
#include "media/download/page.hpp"

#include <optional>

namespace lectern::media {

// The rule for addresses other than Drive's: https, and one of the allowed hosts. A Failure says why an
// address is not asked.
std::optional<Failure> refuse_unless_allowed(const Url& url, const DownloadOptions& options);

// What an answer of an allowed host means that is not what was asked for.
Setback meaning_of_page(const Page& page);

}  // namespace lectern::media
