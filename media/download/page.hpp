#pragma once

#include "media/download/setback.hpp"
#include "media/net/url.hpp"

#include <optional>
#include <string>

namespace lectern::media {

// An answer that is not the file that was asked for.
struct Page {
    Url url;
    HttpHead head;
    std::string body;   // at most Download::Rules::longest_page bytes
    bool whole = true;  // it was not longer
};

// By its Content-Type, in any case.
bool is_html(const HttpHead& head);

// The meaning of 408, 429 and 5xx, which is the same for all sources. nullopt for other statuses.
std::optional<Setback> setback_of_status(const Page& page);

}  // namespace lectern::media
