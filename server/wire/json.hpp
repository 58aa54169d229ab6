#pragma once

#include "domain/base/error.hpp"
#include "server/wire/fields.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace lectern::wire {

// Reads a JSON object by `describe`. Error::invalid if the text is malformed, or with a list of all wrong
// fields.
Result<> read_json(std::string_view text, const Describe& describe);

template<class Body>
Result<Body> from_json(std::string_view text) {
    Body body;
    const auto read = read_json(text, body);
    if (!read) return read.error();
    return body;
}

// One object, as JSON text. `public_url` stands before addresses (TextRule::address).
std::string write_json(const Describe& describe, std::string_view public_url = {});

template<class Body>
std::string to_json(const Body& body, std::string_view public_url = {}) {
    // Writing does not change the body; `describe` is shared with reading and therefore not const.
    return write_json(const_cast<Body&>(body), public_url);
}

template<class Body>
std::string to_json_array(const std::vector<Body>& bodies, std::string_view public_url = {}) {
    std::string text = "[";
    for (const Body& body : bodies) {
        if (text.size() > 1) text += ',';
        text += to_json(body, public_url);
    }
    return text + ']';
}

}  // namespace lectern::wire
