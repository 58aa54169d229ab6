#pragma once

#include <cstdint>
#include <string>
#include <variant>

namespace lectern::storage {

// Parameters and columns. Both drivers speak the same four kinds: times are milliseconds since 1970 in an
// integer, UUIDs and JSON are text, truth values are 0 and 1. Text must be UTF-8 without NUL: both drivers
// throw std::invalid_argument for a parameter that is not.
using Value = std::variant<std::nullptr_t, std::int64_t, double, std::string>;

}  // namespace lectern::storage
