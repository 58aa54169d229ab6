#include "server/http/answer/state_change.hpp"

#include "domain/base/ascii.hpp"
#include "server/http/answer/cors.hpp"
#include "server/http/parse/field_list.hpp"
#include "server/http/parse/host.hpp"

#include <cstdint>
#include <optional>
#include <utility>

namespace lectern::http {
namespace {

using HostAndPort = std::pair<std::string, std::uint16_t>;

std::optional<HostAndPort> host_and_port(std::string_view text, bool secure) {
    auto host = parse_host(text);
    if (!host) return std::nullopt;
    std::string_view port = text.substr(host->size());
    if (port.size() <= 1) return HostAndPort(*std::move(host), secure ? 443 : 80);
    const auto number = ascii::parse_number<std::uint16_t>(port.substr(1));
    if (!number) return std::nullopt;
    return HostAndPort(*std::move(host), *number);
}

// A proxy may have ended the TLS of a request that came to us without it, but nobody adds TLS to a plain
// page.
bool is_own(std::string_view origin, const OwnPages& own) {
    if (!own.public_origin.empty() && ascii::equal_ignoring_case(origin, own.public_origin)) return true;
    const std::size_t scheme_end = origin.find("://");
    if (scheme_end == std::string_view::npos) return false;
    const std::string scheme = ascii::lower(origin.substr(0, scheme_end));
    const bool secure = scheme == "https";
    if (!secure && (scheme != "http" || own.secure)) return false;
    const auto page = host_and_port(origin.substr(scheme_end + 3), secure);
    return page && page == host_and_port(own.host, secure);
}

bool is_prefetch(std::string_view purposes) {
    while (!purposes.empty()) {  // "prefetch;prerender"
        std::string_view item = take_item(purposes, ',');
        if (ascii::equal_ignoring_case(take_item(item, ';'), "prefetch")) return true;
    }
    return false;
}

bool is_own_site(std::string_view site) {
    const std::string_view text = ascii::trimmed(site, optional_space);
    return ascii::equal_ignoring_case(text, "same-origin") || ascii::equal_ignoring_case(text, "none");
}

}  // namespace

Initiator initiator_of(const Fields& request, const OwnPages& own,
                       const std::vector<std::string>& listed_origins) {
    bool tells_site = false;
    bool tells_origin = false;
    bool from_own_site = true;
    bool from_own_origin = true;
    for (const auto& [name, value] : request.all()) {
        if (ascii::equal_ignoring_case(name, "Sec-Fetch-Site")) {
            tells_site = true;
            from_own_site = from_own_site && is_own_site(value);
        } else if (ascii::equal_ignoring_case(name, "Origin")) {
            tells_origin = true;
            from_own_origin = from_own_origin && is_own(value, own);
        } else if (ascii::equal_ignoring_case(name, "Sec-Purpose") ||
                   ascii::equal_ignoring_case(name, "Purpose")) {
            if (is_prefetch(value)) return Initiator::unwanted;
        }
    }
    if (!tells_site && !tells_origin) return Initiator::program;
    if (tells_site ? from_own_site : from_own_origin) return Initiator::own_page;
    return allowed_origin(request, listed_origins).empty() ? Initiator::unwanted : Initiator::listed_page;
}

}  // namespace lectern::http
