#pragma once

#include <string>

namespace lectern::storage {

// 32 hexadecimal digits from the system's generator. Throws std::system_error.
std::string random_hex();

}  // namespace lectern::storage
