#pragma once

#include "domain/base/error.hpp"
#include "server/http/message.hpp"
#include "server/wire/json.hpp"

namespace lectern::api {

// unsupported_type unless the body is declared as application/json.
Result<> check_declared_json(const http::Request& request);

// The mistakes of two looks at a request in one error: what the second look says of a field that the first
// one refused already is left out.
Error merged(Error first, const Error& second);

// The body as a `Body`; an empty one reads as {} when it `may_be_empty`.
template<class Body>
Result<Body> parse_body(const http::Request& request, bool may_be_empty = false) {
    if (may_be_empty && request.body.empty()) return wire::from_json<Body>("{}");
    if (const auto declared = check_declared_json(request); !declared) return declared.error();
    return wire::from_json<Body>(request.body);
}

// The same into `body`, which holds every good field even where others are refused.
template<class Body>
Result<> read_body(const http::Request& request, Body& body) {
    if (const auto declared = check_declared_json(request); !declared) return declared.error();
    return wire::read_json(request.body, [&](wire::Fields& fields) { body.describe(fields); });
}

}  // namespace lectern::api
