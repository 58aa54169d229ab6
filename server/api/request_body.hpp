#pragma once

#include "domain/base/error.hpp"
#include "server/http/message.hpp"
#include "server/wire/json.hpp"

namespace lectern::api {

// unsupported_type unless the body is declared as application/json.
Result<> check_declared_json(const http::Request& request);

// The body as a `Body`; an empty one reads as {} when it `may_be_empty`.
template<class Body>
Result<Body> parse_body(const http::Request& request, bool may_be_empty = false) {
    if (may_be_empty && request.body.empty()) return wire::from_json<Body>("{}");
    if (const auto declared = check_declared_json(request); !declared) return declared.error();
    return wire::from_json<Body>(request.body);
}

}  // namespace lectern::api
