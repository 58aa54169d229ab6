#pragma once

#include "server/http/message.hpp"

#include <string>

namespace lectern::http {

// A request's head as the parser saw it; nothing of it has been checked.
struct RequestHead {
    std::string method;
    std::string target;
    int version = 11;  // 10 or 11
    Fields fields;
};

}  // namespace lectern::http
