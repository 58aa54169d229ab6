#pragma once

#include <array>
#include <string_view>

namespace lectern {

using Sha256 = std::array<unsigned char, 32>;

// Throws std::runtime_error if OpenSSL has no SHA-256. Thread-safe.
Sha256 sha256(std::string_view bytes);

}  // namespace lectern
