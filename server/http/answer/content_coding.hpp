#pragma once

#include "server/http/message.hpp"

#include <string>
#include <string_view>

namespace lectern::http {

// How a body goes over the wire, as Accept-Encoding asks for it (RFC 9110, 12.5.3).
struct AcceptedCodings {
    bool gzip = false;     // taken, and not liked less than the plain body
    bool identity = true;  // the plain body is taken
};
AcceptedCodings accepted_codings(const Fields& request);

// The text as one gzip member. Takes about a millisecond for a quarter of a megabyte. Any thread.
std::string gzip(std::string_view text);

}  // namespace lectern::http
