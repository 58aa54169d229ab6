#pragma once

#include "domain/base/error.hpp"
#include "server/http/message.hpp"
#include "server/wire/json.hpp"

#include <optional>
#include <utility>

namespace lectern::api {

// unsupported_type unless the body is declared as application/json.
Result<> check_declared_json(const http::Request& request);

// The mistakes of two looks at a request in one error: what the second look says of a field that the first
// one refused already is left out.
Error merged(Error first, const Error& second);

// Gathers the mistakes of several looks at one request. The body is looked at first: when it cannot be read
// at all, that is what is told.
class Mistakes {
public:
    template<class T>
    void add(const Result<T>& look) {
        if (look.has_error()) error_ = error_ ? merged(*std::move(error_), look.error()) : look.error();
    }
    bool any() const { return error_.has_value(); }
    const Error& error() const { return error_.value(); }

private:
    std::optional<Error> error_;
};

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
