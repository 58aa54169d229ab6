#pragma once

#include <cstddef>
#include <string>

namespace lectern::work {

// From the system's cryptographic source; throw std::runtime_error if it fails. Thread-safe.
std::string random_hex(std::size_t bytes);  // two digits a byte
std::string random_uuid();

}  // namespace lectern::work
