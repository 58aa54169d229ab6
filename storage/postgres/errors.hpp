#pragma once

#include <exception>
#include <stdexcept>

namespace lectern::storage::postgres {

// The connection is lost. Its transaction is rolled back, unless it was committing.
struct ConnectionLost : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// The transaction conflicts with another one. The same work may succeed when it is repeated.
struct Conflict : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// Call in a catch block: throws the storage exception for the libpqxx one that is being handled. `open` tells
// whether the connection still works. Other exceptions pass as they are.
[[noreturn]] void rethrow(bool open);

}  // namespace lectern::storage::postgres
