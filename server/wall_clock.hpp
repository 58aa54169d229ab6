#pragma once

#include "domain/base/time.hpp"

#include <chrono>

namespace lectern {

// The current time, rounded down to the millisecond: the precision of the database.
inline Timestamp wall_now() {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

}  // namespace lectern
