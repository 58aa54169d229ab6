#pragma once

#include "server/http/message.hpp"

#include <string_view>

namespace lectern::http {

// The fields of a refused head, as far as its lines are whole and well-formed. They decide only how the
// refusal is sent and logged: whose page may read it, its id, and the client that a trusted proxy names.
Fields readable_fields(std::string_view raw);

}  // namespace lectern::http
