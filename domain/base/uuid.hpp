#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lectern {

// The UUID in its canonical form: 36 characters in lower case. `text` must have this form too, in any case;
// braces or missing hyphens give nullopt.
std::optional<std::string> parse_uuid(std::string_view text);

// The version 4 UUID that is made of these random bytes.
std::string format_uuid4(std::array<std::uint8_t, 16> random_bytes);

}  // namespace lectern
