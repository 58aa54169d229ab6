#pragma once

#include <stdexcept>

namespace lectern::storage {

// The database cannot be used as it is set up. what() says to the person who runs Lectern what to change.
struct DatabaseUnfit : std::runtime_error {
    using std::runtime_error::runtime_error;
};

}  // namespace lectern::storage
