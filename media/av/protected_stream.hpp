#pragma once

#include "domain/job/failure.hpp"

#include <string>

namespace lectern::media {

// What a person is told of a stream whose frames or audio are encrypted for licensed players only.
Failure protected_stream(std::string detail);

}  // namespace lectern::media
