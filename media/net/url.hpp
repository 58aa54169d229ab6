#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lectern::media {

// An absolute http or https address. The parser is the one that later connects to the address, so that what
// is checked and what is used cannot differ. It refuses user names and passwords, drops the fragment, removes
// dot segments, and writes scheme and host in lower case.
struct Url {
    static constexpr std::size_t longest = 8192;  // bytes

    std::string scheme;  // "http" or "https"
    std::string host;    // IPv6 literals without brackets
    std::uint16_t port = 0;
    std::string path;   // begins with "/", still percent-encoded
    std::string query;  // without "?", still percent-encoded

    static std::optional<Url> parse(std::string_view text);
    // A Location header or a form's action, relative to this address.
    std::optional<Url> resolve(std::string_view reference) const;

    bool default_port() const { return port == (scheme == "https" ? 443 : 80); }
    std::string authority() const;  // host, and the port unless it is the scheme's own
    std::string text() const;       // the normal form
    std::string for_log() const;    // without the query, which may carry keys
};

// "%41" -> "A", once; with `plus_is_space` also "+" -> " ". A '%' that no two digits follow stays as it is.
std::string percent_decode(std::string_view text, bool plus_is_space = false);
// Everything except letters, digits and "-._~" is encoded.
std::string percent_encode(std::string_view text);

// The pairs of a query or form body in their order, both sides decoded.
std::vector<std::pair<std::string, std::string>> parse_query(std::string_view query);
std::string format_query(const std::vector<std::pair<std::string, std::string>>& pairs);

}  // namespace lectern::media
