#pragma once

#include "domain/job/failure.hpp"

#include <string>

namespace lectern::media {

// The Failure for a stream that is encrypted for licensed players.
Failure protected_stream(std::string detail);

}  // namespace lectern::media
