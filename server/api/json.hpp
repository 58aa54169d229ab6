#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/fwd.hpp>

#include "domain/base/error.hpp"
#include "server/api/fields.hpp"
#include "server/http/message.hpp"

namespace lectern::api {

// The body of a request as a JSON object read by `describe`: unsupported_type unless it is declared as
// application/json, invalid for malformed text and, listed all at once, for every bad field. An empty body reads as {}
// when `may_be_empty`.
Result<> parse_json(const http::Request& request, const std::function<void(Fields&)>& describe,
                    bool may_be_empty = false);

template<class Body>
Result<Body> parse_body(const http::Request& request, bool may_be_empty = false) {
    Body body;
    const auto parsed = parse_json(request, [&](Fields& fields) { body.describe(fields); }, may_be_empty);
    if (!parsed) return parsed.error();
    return body;
}

// One object, as JSON text.
std::string write_json(const std::function<void(Fields&)>& describe);

template<class Body>
std::string to_json(const Body& body) {
    // Writing does not change the body; `describe` is shared with parsing and therefore not const.
    return write_json([&](Fields& fields) { const_cast<Body&>(body).describe(fields); });
}

template<class Body>
std::string to_json_array(const std::vector<Body>& bodies) {
    std::string text = "[";
    for (const Body& body : bodies) {
        if (text.size() > 1) text += ',';
        text += to_json(body);
    }
    return text + ']';
}

// The OpenAPI schema of a body type.
boost::json::object schema_of(const std::function<void(Fields&)>& describe);

}  // namespace lectern::api
