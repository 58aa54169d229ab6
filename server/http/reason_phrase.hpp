#pragma once

#include <string_view>

namespace lectern::http {

// "Not Found"; "" for a status that this server never sends.
std::string_view reason_phrase(int status);

}  // namespace lectern::http
