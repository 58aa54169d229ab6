#pragma once

#include "server/http/message.hpp"
#include "server/http/parse/target.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace lectern::http {

constexpr std::size_t max_target = 8 * 1024;           // bytes
constexpr std::size_t max_header_section = 16 * 1024;  // bytes after the request line
constexpr std::size_t max_fields = 100;

// A request's head as the parser saw it, before anybody judged it.
struct RequestHead {
    std::string method;
    std::string target;
    int version = 11;  // 10 or 11
    Fields fields;
};

// How the rest of the message is to be read.
struct Framing {
    Method method = Method::get;
    Target target;
    std::string host;  // without port, lower case; "" only in HTTP/1.0
    enum class Body { none, sized, chunked } body = Body::none;
    std::uint64_t length = 0;  // of a sized body
    bool keep_alive = true;
    bool expects_continue = false;
};

struct Refusal {
    int status;
    std::string detail;  // for the person
};

// The gate: what passes means the same to every reader of the message, whatever stands between client and
// server. A refused message ends its connection, since nobody knows where the next one would begin. `raw` is
// the head as it came, with the empty line at its end; parsers forgive folded lines in it that are no longer
// seen in `head`.
std::variant<Framing, Refusal> check_framing(const RequestHead& head, std::string_view raw);

// "host", "host:port" or "[v6]:port" with the syntax of RFC 3986; gives the host in lower case without the
// port.
std::optional<std::string> parse_host(std::string_view text);

// localhost, 127.0.0.0/8 and [::1]: the names under which only programs of this machine reach the server.
bool is_loopback_host(std::string_view host);

}  // namespace lectern::http
