#pragma once

#include "server/http/message.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace lectern::http {

// Whose pages may change something with the rights of the person who looks at them.
struct OwnPages {
    std::string_view host{};           // that the request was sent to, with its port
    bool secure = false;               // the client spoke TLS
    std::string_view public_origin{};  // "https://school.example"; "" if there is none
};

// Whether a request that changes state comes from a page that is neither ours nor of a listed origin, or from
// a prefetch. It is refused then: a browser sends such requests with the person's rights, but without the
// person's will. A request of a program that is no browser has none of the fields and passes.
bool is_unwanted_state_change(const Fields& request, const OwnPages& own,
                              const std::vector<std::string>& listed_origins);

}  // namespace lectern::http
