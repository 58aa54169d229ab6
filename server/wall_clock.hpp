#pragma once

#include "domain/base/time.hpp"

#include <chrono>

namespace lectern {

// The moment by the wall clock, to the millisecond, as the store keeps it.
inline Timestamp wall_now() {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

}  // namespace lectern
