#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lectern {

// Reads a UUID and returns its canonical form: 36 characters in lower case. `text` may have upper-case
// letters. Any other difference, such as braces or missing hyphens, gives nullopt.
std::optional<std::string> parse_uuid(std::string_view text);

// The version 4 UUID that is made of these random bytes.
std::string format_uuid4(std::array<std::uint8_t, 16> random_bytes);

}  // namespace lectern
