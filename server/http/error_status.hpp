#pragma once

#include "domain/base/error.hpp"

namespace lectern::http {

// The status of the answer to a request that ended with such an error.
int status_of(ErrorCode code);

}  // namespace lectern::http
