#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lectern {

// The canonical 36 characters in lower case if `text` is a UUID in that form (any case); nothing else is
// accepted, no braces and no missing hyphens.
std::optional<std::string> parse_uuid(std::string_view text);

// A version 4 UUID made of the given random bytes.
std::string format_uuid4(std::array<std::uint8_t, 16> random_bytes);

}  // namespace lectern
