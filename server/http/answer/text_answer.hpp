#pragma once

#include "server/http/message.hpp"

#include <string>
#include <string_view>

namespace lectern::http {

// What a body of text becomes for one request.
enum class TextAnswer {
    as_it_is,
    to_compress,  // compress() the body, then it may go
};

// Gives an answer whose body is text its entity tag, applies the request's conditions (the answer becomes 304
// or 412), and decides by Accept-Encoding whether the body is to be packed. Answers with other bodies stay as
// they are.
TextAnswer prepare_text(const Request& request, Response& response);

void compress(Response& response);

// A weak one: the plain body and the packed one have it in common.
std::string entity_tag(std::string_view text);

}  // namespace lectern::http
