#include "server/http/parse/host.hpp"

#include "domain/base/ascii.hpp"

#include <algorithm>

#include <arpa/inet.h>

namespace lectern::http {

std::optional<std::string> parse_host(std::string_view text) {
    const bool is_v6 = text.starts_with('[');
    const std::size_t end = is_v6 ? text.find(']') + 1 : text.find(':');  // npos + 1 is 0: no host
    const std::string_view host = text.substr(0, end);
    if (host.empty() || host.size() > 255) return std::nullopt;
    std::string lowered = ascii::lower(host);
    if (is_v6) {
        in6_addr address{};
        if (inet_pton(AF_INET6, lowered.substr(1, lowered.size() - 2).c_str(), &address) != 1)
            return std::nullopt;
    } else {
        for (char c : lowered) {
            if (!ascii::is_letter_or_digit(c) && c != '-' && c != '.' && c != '_') return std::nullopt;
        }
    }
    std::string_view port = text.substr(host.size());
    if (!port.empty()) {
        if (port.front() != ':' || port.size() > 6) return std::nullopt;
        port.remove_prefix(1);
        if (!std::all_of(port.begin(), port.end(), ascii::is_digit)) return std::nullopt;
    }
    return lowered;
}

bool is_loopback_host(std::string_view host) {
    if (host == "localhost" || host == "[::1]") return true;
    if (!host.starts_with("127.")) return false;
    int dots = 0;
    std::size_t digits = 0;  // of the current number
    for (char c : host) {
        if (c == '.') {
            if (digits == 0) return false;
            ++dots;
            digits = 0;
        } else if (!ascii::is_digit(c) || ++digits > 3) {
            return false;
        }
    }
    return dots == 3 && digits > 0;
}

}  // namespace lectern::http
