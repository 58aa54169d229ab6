#pragma once

#include <exception>
#include <stdexcept>

namespace lectern::storage::postgres {

// The connection is gone. What its transaction did is undone, unless it was committing.
struct ConnectionLost : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// Another transaction was in the way. The same work may succeed when it is repeated.
struct Conflict : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// Call in a catch block: throws the storage exception for the libpqxx one that is being handled. `open` tells
// whether the connection is still good. Other exceptions pass as they are.
[[noreturn]] void rethrow(bool open);

}  // namespace lectern::storage::postgres
