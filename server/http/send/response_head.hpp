#pragma once

#include "server/http/message.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace lectern::http {

// What the head of an answer says besides the answer's own status and fields.
struct HeadParts {
    std::string_view common_fields;  // of every answer, each with its line end
    std::string_view request_id;
    std::string_view framing;  // "Content-Length: 5\r\n" or the like; "" if the body ends with the connection
    int version = 11;          // of the request, 10 or 11
    bool keep_alive = true;
};

// Status line, fields and the empty line. Fields that are the connection's own (Content-Length, Date, ...)
// are left out of `fields`; control characters in them become spaces, so that no value can forge fields.
// `room`: bytes of a body that the caller is going to append.
std::string response_head(int status, const Fields& fields, const HeadParts& parts, std::size_t room = 0);

}  // namespace lectern::http
