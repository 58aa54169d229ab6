#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace lectern {

// Random bytes of the operating system's cryptographic generator. Thread-safe. All functions throw
// std::system_error if the generator fails; it cannot fail once the system has started.
void fill_random(std::span<std::uint8_t> bytes);
std::string random_hex(std::size_t bytes);  // two lower-case hexadecimal digits for each byte
std::string random_uuid();                  // version 4, in its canonical form
double random_fraction();                   // in [0,1), evenly distributed: for waits that must not coincide

}  // namespace lectern
