#pragma once

#include "server/http/message.hpp"
#include "server/http/parse/refusal.hpp"
#include "server/http/parse/request_head.hpp"
#include "server/http/parse/target.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace lectern::http {

// What the head says about the message: how its body is to be read, and what happens after it.
struct Framing {
    Method method = Method::get;
    Target target;
    std::string authority;  // host and port as they came; "" only in HTTP/1.0
    std::string host;       // of it, without port, lower case
    enum class Body { none, sized, chunked } body = Body::none;
    std::uint64_t length = 0;  // of a sized body
    bool keep_alive = true;
    bool expects_continue = false;
};

// The framing gate: a message that passes means the same to every program that reads it, to proxies as to
// this server. A refused message ends its connection, since nobody knows where the next one begins. `raw` is
// the head as it came, up to and with the empty line: it shows folded lines, which the parser accepts and
// `head` no longer shows.
std::variant<Framing, Refusal> check_framing(const RequestHead& head, std::string_view raw);

}  // namespace lectern::http
