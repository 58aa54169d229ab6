#pragma once

#include "server/http/message.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace lectern::http {

// The address under which clients reach this server, where a reverse proxy stands before it.
struct PublicUrl {
    std::string prefix;  // "https://school.example/lectern": stands before paths
    std::string origin;  // "https://school.example"
    std::string host;    // "school.example", in lower case
};

// nullopt unless the text is an http(s) address without user, query and fragment. A slash at its end is
// dropped.
std::optional<PublicUrl> parse_public_url(std::string_view text);

// Puts `prefix` before the paths in Location and Link. "" changes nothing.
void add_public_url(Response& response, std::string_view prefix);

}  // namespace lectern::http
