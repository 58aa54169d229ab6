#pragma once

#include "server/http/message.hpp"

#include <string>
#include <string_view>

namespace lectern::http {

// What is left to do with a body of text.
enum class TextAnswer {
    as_it_is,
    to_compress,  // call compress() before it is sent
};

// Adds the entity tag to an answer whose body is text, applies the request's conditions (the answer may
// become 304 or 412), and decides by Accept-Encoding whether the body is to be compressed. Other answers stay
// as they are.
TextAnswer prepare_text(const Request& request, Response& response);

void compress(Response& response);

// A weak tag: the plain body and the compressed one share it.
std::string entity_tag(std::string_view text);

}  // namespace lectern::http
