#include "server/http/trusted_proxies.hpp"

#include "domain/base/ascii.hpp"
#include "server/http/parse/field_list.hpp"

#include <algorithm>
#include <stdexcept>

namespace lectern::http {
namespace {

constexpr unsigned mapped_bits = 96;  // before an IPv4 address

// "192.0.2.1:5555" and "[2001:db8::1]:5555" without their ports.
std::string_view without_port(std::string_view text) {
    if (text.starts_with('[')) return text.substr(1, std::min(text.find(']'), text.size()) - 1);
    return std::count(text.begin(), text.end(), ':') == 1 ? text.substr(0, text.find(':')) : text;
}

// All items of a list field, in order.
std::vector<std::string_view> items_of(const Fields& request, std::string_view name) {
    std::vector<std::string_view> items;
    for (const std::string_view value : request.values(name))
        for (std::string_view rest = value; !rest.empty();)
            items.push_back(take_item(rest, ','));
    return items;
}

}  // namespace

TrustedProxies::TrustedProxies(const std::vector<std::string>& networks) {
    for (const std::string& text : networks) {
        const std::size_t slash = text.find('/');
        const auto address = parse_ip(std::string_view(text).substr(0, slash));
        const bool is_v4 = text.find(':') == std::string::npos;
        const unsigned most = is_v4 ? 32 : 128;
        const auto bits = slash == std::string::npos ? std::optional(most)
                                                     : ascii::parse_number<unsigned>(text.substr(slash + 1));
        if (!address || !bits || *bits > most)
            throw std::runtime_error(text + " is no address and no network such as 10.0.0.0/8.");
        networks_.push_back({*address, *bits + (is_v4 ? mapped_bits : 0)});
    }
}

bool TrustedProxies::contain(std::string_view text) const {
    if (networks_.empty()) return false;
    const auto address = parse_ip(text);
    return address && std::any_of(networks_.begin(), networks_.end(), [&](const Network& network) {
               const std::size_t whole = network.bits / 8;
               const unsigned rest = network.bits % 8;
               if (!std::equal(address->begin(), address->begin() + static_cast<std::ptrdiff_t>(whole),
                               network.address.begin()))
                   return false;
               return rest == 0 || ((*address)[whole] ^ network.address[whole]) >> (8 - rest) == 0;
           });
}

std::string TrustedProxies::client_of(const Fields& request, const std::string& peer) const {
    if (!contain(peer)) return peer;
    std::string client = peer;
    const auto noted = items_of(request, "X-Forwarded-For");
    for (auto item = noted.rbegin(); item != noted.rend(); ++item) {
        const std::string_view address = without_port(*item);
        if (!parse_ip(address)) break;
        client = address;
        if (!contain(address)) break;
    }
    return client;
}

std::optional<bool> TrustedProxies::client_is_secure(const Fields& request, const std::string& peer) const {
    if (!contain(peer)) return std::nullopt;
    const auto noted = items_of(request, "X-Forwarded-Proto");
    if (noted.empty()) return std::nullopt;
    return ascii::equal_ignoring_case(noted.back(), "https");
}

}  // namespace lectern::http
