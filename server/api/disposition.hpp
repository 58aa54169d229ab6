#pragma once

#include "server/http/message.hpp"

#include <string>

namespace lectern::api {

// The Content-Disposition of a file called `name`: inline, or attachment with ?download=1. filename* for
// names of any script, filename for old programs.
std::string disposition(const http::Request& request, const std::string& name);

}  // namespace lectern::api
