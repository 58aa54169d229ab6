#include "server/http/parse/framing.hpp"

#include "server/http/parse/field_list.hpp"

#include <algorithm>
#include <charconv>

#include <arpa/inet.h>

namespace lectern::http {
namespace {

bool has_folded_line(std::string_view raw) {
    for (std::size_t at = raw.find("\r\n"); at != std::string_view::npos; at = raw.find("\r\n", at + 2)) {
        if (at + 2 < raw.size() && (raw[at + 2] == ' ' || raw[at + 2] == '\t')) return true;
    }
    return false;
}

// Digits only, below 2^63: no sign, no list, no white space, nothing that some reader would take for another
// number.
std::optional<std::uint64_t> parse_length(std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value >> 63 != 0) return std::nullopt;
    return value;
}

std::optional<Refusal> check_body_fields(const RequestHead& head, Framing& framing) {
    const std::size_t lengths = head.fields.count("Content-Length");
    const std::size_t codings = head.fields.count("Transfer-Encoding");
    if (codings > 0) {
        if (lengths > 0)
            return Refusal{400, "A message has a Content-Length or a Transfer-Encoding, not both."};
        if (head.version < 11) return Refusal{400, "HTTP/1.0 has no Transfer-Encoding."};
        if (codings > 1) return Refusal{400, "Transfer-Encoding is repeated."};
        const std::string& coding = *head.fields.find("Transfer-Encoding");
        if (!equal_without_case(coding, "chunked")) {
            return Refusal{501, "The only transfer coding that is understood is chunked."};
        }
        framing.body = Framing::Body::chunked;
        return std::nullopt;
    }
    if (lengths == 0) return std::nullopt;
    if (lengths > 1) return Refusal{400, "Content-Length is repeated."};
    const auto length = parse_length(*head.fields.find("Content-Length"));
    if (!length) return Refusal{400, "Content-Length is not a number of bytes."};
    framing.length = *length;
    if (*length > 0) framing.body = Framing::Body::sized;
    return std::nullopt;
}

std::optional<Refusal> check_host(const RequestHead& head, Framing& framing) {
    const std::size_t hosts = head.fields.count("Host");
    if (hosts > 1) return Refusal{400, "Host is repeated."};
    if (hosts == 0) {
        if (head.version >= 11) return Refusal{400, "Host is missing."};
    } else {
        auto host = parse_host(*head.fields.find("Host"));
        if (!host) return Refusal{400, "Host is not valid."};
        framing.host = std::move(*host);
    }
    if (!framing.target.authority.empty()) {  // stands above Host
        auto host = parse_host(framing.target.authority);
        if (!host) return Refusal{400, "The host of the target is not valid."};
        framing.host = std::move(*host);
    }
    return std::nullopt;
}

std::optional<Refusal> check_connection_fields(const RequestHead& head, Framing& framing) {
    bool close = false;
    bool keep_alive = false;
    for (const auto& [name, value] : head.fields.all()) {
        if (equal_without_case(name, "Connection")) {
            close = close || list_contains(value, "close");
            keep_alive = keep_alive || list_contains(value, "keep-alive");
        } else if (equal_without_case(name, "Expect") && head.version >= 11) {
            if (!equal_without_case(value, "100-continue")) return Refusal{417, "Expect is not understood."};
            framing.expects_continue = framing.body != Framing::Body::none;
        }
    }
    framing.keep_alive = !close && (head.version >= 11 || keep_alive);
    return std::nullopt;
}

}  // namespace

std::variant<Framing, Refusal> check_framing(const RequestHead& head, std::string_view raw) {
    if (head.target.size() > max_target) return Refusal{414, "The target is too long."};
    if (head.fields.all().size() > max_fields) return Refusal{431, "The request has too many header fields."};
    if (has_folded_line(raw)) return Refusal{400, "A header line begins with white space."};
    const bool has_nul_or_bare_break = [&] {
        for (std::size_t i = 0; i < raw.size(); ++i) {
            if (raw[i] == '\0') return true;
            if (raw[i] == '\r' && (i + 1 == raw.size() || raw[i + 1] != '\n')) return true;
            if (raw[i] == '\n' && (i == 0 || raw[i - 1] != '\r')) return true;
        }
        return false;
    }();
    if (has_nul_or_bare_break) return Refusal{400, "The header holds a NUL or a line end of one character."};

    Framing framing;
    const auto method = parse_method(head.method);
    if (!method) return Refusal{405, "The method is not supported."};
    framing.method = *method;
    auto target = parse_target(head.target);
    if (!target) return Refusal{400, "The target is malformed."};
    framing.target = std::move(*target);
    if (framing.target.path == "*" && framing.method != Method::options) {
        return Refusal{400, "The target * is for OPTIONS only."};
    }
    if (auto refusal = check_host(head, framing)) return *refusal;
    if (auto refusal = check_body_fields(head, framing)) return *refusal;
    if (auto refusal = check_connection_fields(head, framing)) return *refusal;
    return framing;
}

std::optional<std::string> parse_host(std::string_view text) {
    const bool is_v6 = text.starts_with('[');
    const std::size_t end = is_v6 ? text.find(']') + 1 : text.find(':');  // npos + 1 is 0: no host
    const std::string_view host = text.substr(0, end);
    if (host.empty() || host.size() > 255) return std::nullopt;
    std::string lowered(host);
    std::transform(lowered.begin(), lowered.end(), lowered.begin(), lower);
    if (is_v6) {
        in6_addr address{};
        if (inet_pton(AF_INET6, lowered.substr(1, lowered.size() - 2).c_str(), &address) != 1)
            return std::nullopt;
    } else {
        for (char c : lowered) {
            if (!is_alpha(c) && !is_digit(c) && c != '-' && c != '.' && c != '_') return std::nullopt;
        }
    }
    std::string_view port = text.substr(host.size());
    if (!port.empty()) {
        if (port.front() != ':' || port.size() > 6) return std::nullopt;
        port.remove_prefix(1);
        if (!std::all_of(port.begin(), port.end(), is_digit)) return std::nullopt;
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
        } else if (!is_digit(c) || ++digits > 3) {
            return false;
        }
    }
    return dots == 3 && digits > 0;
}

}  // namespace lectern::http
