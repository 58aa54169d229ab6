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

// The gate: what passes means the same to every reader of the message, whatever stands between client and
// server. A refused message ends its connection, since nobody knows where the next one would begin. `raw` is
// the head as it came, with the empty line at its end; parsers forgive folded lines in it that are no longer
// seen in `head`.
std::variant<Framing, Refusal> check_framing(const RequestHead& head, std::string_view raw);

}  // namespace lectern::http
