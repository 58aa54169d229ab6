#pragma once

#include "media/av/error.hpp"

#include <string>

namespace lectern::media {

// Throws the permanent Failure of a clip that is not as it should be.
[[noreturn]] inline void reject_clip(const std::string& why) {
    fail(Failure::permanent("The clip was not made correctly and was deleted: try another mode.", why));
}

}  // namespace lectern::media
