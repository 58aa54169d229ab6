#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace lectern {

// Bytes of the operating system's cryptographic generator. All three throw std::system_error if it fails,
// which it does not once the system has started. Thread-safe.
void fill_random(std::span<std::uint8_t> bytes);
std::string random_hex(std::size_t bytes);  // two lower-case digits a byte
std::string random_uuid();                  // version 4, in its canonical form

}  // namespace lectern
