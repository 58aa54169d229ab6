#pragma once

#include <cstdint>
#include <string>
#include <variant>

namespace lectern::storage {

// A parameter or the value of a column. Both drivers use the same four types. Times are integers:
// milliseconds since 1970 (UTC). UUIDs and JSON are text, truth values are 0 and 1. Text must be UTF-8
// without NUL: both drivers throw std::invalid_argument for other text.
using Value = std::variant<std::nullptr_t, std::int64_t, double, std::string>;

}  // namespace lectern::storage
