#pragma once

#include "server/http/message.hpp"

#include <string_view>

namespace lectern::http {

// The fields of a refused head, as far as its lines are whole and well-formed. They decide nothing but how
// the refusal is sent: whose page may read it, and under which id it is logged.
Fields readable_fields(std::string_view raw);

}  // namespace lectern::http
