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

// Who wants a request that changes state, as far as its fields tell.
enum class Initiator {
    own_page,     // a page of ours, or the person by the browser's own means
    listed_page,  // a page of a listed origin
    program,      // no browser: the request has none of the fields
    unwanted,     // another page, or a prefetch
};

// An unwanted request is refused: a browser sends it with the person's rights, but without the person's will.
// A browser also adds cookies by itself, so only requests of our own pages may use them to change something.
Initiator initiator_of(const Fields& request, const OwnPages& own,
                       const std::vector<std::string>& listed_origins);

}  // namespace lectern::http
