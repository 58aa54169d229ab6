#pragma once

#include "server/wire/fields.hpp"

#include <span>
#include <string_view>

namespace lectern::api {

// What OpenAPI tells of one endpoint. It is made of the endpoint's types, never written by hand.

// A body type without its type: `describe` visits a blank one.
struct BodyType {
    std::string_view schema = {};  // "" for what is no JSON
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
    void (*parameters)(wire::Fields&) = nullptr;  // null without any
    BodyType body = {};
    bool body_may_be_empty = false;
    std::span<const AnswerType> answers = {};  // static
};

}  // namespace lectern::api
