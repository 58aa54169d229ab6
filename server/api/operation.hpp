#pragma once

#include "server/wire/fields.hpp"

#include <span>
#include <string_view>

namespace lectern::api {

// The OpenAPI description of one endpoint. It is made from the types of the endpoint, never written by hand.

// A body type, named by values: `describe` visits a default-constructed body.
struct BodyType {
    std::string_view schema = {};  // "" if the body is not JSON
    void (*describe)(wire::Fields&) = nullptr;
};

template<class Described>
void describe_blank(wire::Fields& fields) {
    Described blank;
    blank.describe(fields);
}

template<class Body>
constexpr BodyType body_type() {
    return {Body::schema, &describe_blank<Body>};
}

struct AnswerType {
    int status = 200;
    BodyType body = {};
    bool list = false;  // a list of such bodies
};

struct Operation {
    void (*parameters)(wire::Fields&) = nullptr;  // null: no parameters
    BodyType body = {};
    bool body_may_be_empty = false;
    std::span<const AnswerType> answers = {};  // refers to static data
};

}  // namespace lectern::api
