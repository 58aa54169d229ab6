#pragma once

#include <string>

namespace lectern::http {

// Why a request is refused before it is routed. Its answer is the last one of the connection.
struct Refusal {
    int status;          // 4xx or 5xx
    std::string detail;  // for the person
};

}  // namespace lectern::http
