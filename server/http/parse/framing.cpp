#include "server/http/parse/framing.hpp"

#include "domain/base/ascii.hpp"
#include "server/http/limits.hpp"
#include "server/http/parse/field_list.hpp"
#include "server/http/parse/host.hpp"

#include <utility>

namespace lectern::http {
namespace {

bool has_folded_line(std::string_view raw) {
    for (std::size_t at = raw.find("\r\n"); at != std::string_view::npos; at = raw.find("\r\n", at + 2)) {
        if (at + 2 < raw.size() && (raw[at + 2] == ' ' || raw[at + 2] == '\t')) return true;
    }
    return false;
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
        if (!ascii::equal_ignoring_case(coding, "chunked")) {
            return Refusal{501, "The only transfer coding that is understood is chunked."};
        }
        framing.body = Framing::Body::chunked;
        return std::nullopt;
    }
    if (lengths == 0) return std::nullopt;
    if (lengths > 1) return Refusal{400, "Content-Length is repeated."};
    // Digits only, below 2^63: no sign, list or white space that another reader could take for another
    // number.
    const auto length = ascii::parse_number<std::int64_t>(*head.fields.find("Content-Length"));
    if (!length) return Refusal{400, "Content-Length is not a number of bytes."};
    framing.length = static_cast<std::uint64_t>(*length);
    if (*length > 0) framing.body = Framing::Body::sized;
    return std::nullopt;
}

std::optional<Refusal> check_host(const RequestHead& head, Framing& framing) {
    const std::size_t hosts = head.fields.count("Host");
    if (hosts > 1) return Refusal{400, "Host is repeated."};
    if (hosts == 0) {
        if (head.version >= 11) return Refusal{400, "Host is missing."};
    } else {
        framing.authority = *head.fields.find("Host");
        auto host = parse_host(framing.authority);
        if (!host) return Refusal{400, "Host is not valid."};
        framing.host = std::move(*host);
    }
    if (!framing.target.authority.empty()) {  // wins over Host
        framing.authority = framing.target.authority;
        auto host = parse_host(framing.authority);
        if (!host) return Refusal{400, "The host of the target is not valid."};
        framing.host = std::move(*host);
    }
    return std::nullopt;
}

// Fields of one value that decide what a request means or who sends it: of two, different programs would
// believe different ones.
constexpr std::string_view single_fields[] = {"Authorization", "Content-Range", "Content-Type"};

std::optional<Refusal> check_single_fields(const RequestHead& head) {
    for (std::string_view name : single_fields)
        if (head.fields.count(name) > 1) return Refusal{400, std::string(name) + " is repeated."};
    return std::nullopt;
}

std::optional<Refusal> check_connection_fields(const RequestHead& head, Framing& framing) {
    bool close = false;
    bool keep_alive = false;
    for (const auto& [name, value] : head.fields.all()) {
        if (ascii::equal_ignoring_case(name, "Connection")) {
            close = close || list_contains(value, "close");
            keep_alive = keep_alive || list_contains(value, "keep-alive");
        } else if (ascii::equal_ignoring_case(name, "Expect") && head.version >= 11) {
            if (!ascii::equal_ignoring_case(value, "100-continue"))
                return Refusal{417, "Expect is not understood."};
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
    if (auto refusal = check_single_fields(head)) return *refusal;
    return framing;
}

}  // namespace lectern::http
