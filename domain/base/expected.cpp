#include "domain/base/expected.hpp"

#include <stdexcept>

namespace lectern {

void throw_no_error() {
    throw std::logic_error("error() was called on a success");
}

}  // namespace lectern
