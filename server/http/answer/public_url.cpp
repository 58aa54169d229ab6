#include "server/http/answer/public_url.hpp"

#include "domain/base/ascii.hpp"
#include "server/http/parse/host.hpp"

#include <algorithm>

namespace lectern::http {
namespace {

// "</a>; rel=..., </b>; rel=...": addresses stand in angle brackets.
std::string with_prefix_in_brackets(std::string_view links, std::string_view prefix) {
    std::string text;
    for (std::size_t i = 0; i < links.size(); ++i) {
        text += links[i];
        if (links.substr(i).starts_with("</")) text += prefix;
    }
    return text;
}

}  // namespace

std::optional<PublicUrl> parse_public_url(std::string_view text) {
    while (text.ends_with('/'))
        text.remove_suffix(1);
    const std::size_t scheme_end = text.find("://");
    if (scheme_end == std::string_view::npos) return std::nullopt;
    const std::string scheme = ascii::lower(text.substr(0, scheme_end));
    if (scheme != "http" && scheme != "https") return std::nullopt;
    const std::size_t path = std::min(text.find('/', scheme_end + 3), text.size());
    const std::string_view authority = text.substr(scheme_end + 3, path - scheme_end - 3);
    auto host = parse_host(authority);
    const bool clean = std::all_of(text.begin(), text.end(), [](unsigned char c) {
        return c > 0x20 && c < 0x7F &&
               std::string_view("?#\"<>\\^`{|}").find(static_cast<char>(c)) == std::string_view::npos;
    });
    if (!host || !clean) return std::nullopt;
    const std::string origin = scheme + "://" + ascii::lower(authority);
    return PublicUrl{origin + std::string(text.substr(path)), origin, *std::move(host)};
}

void add_public_url(Response& response, std::string_view prefix) {
    if (prefix.empty()) return;
    if (const std::string* location = response.fields.find("Location");
        location && location->starts_with('/'))
        response.fields.set("Location", std::string(prefix) + *location);
    if (const std::string* link = response.fields.find("Link"))
        response.fields.set("Link", with_prefix_in_brackets(*link, prefix));
}

}  // namespace lectern::http
