#pragma once

#include <exception>
#include <stdexcept>
#include <string>

namespace lectern::storage::postgres {

// The connection is lost. Its transaction is rolled back, unless it was committing.
struct ConnectionLost : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// The transaction conflicts with another one. The same work may succeed when it is repeated.
struct Conflict : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// The server refuses the statement, and the reason may belong to the session: it began while the database or
// the role was read-only, it has another role or search path, its prepared statements are gone. A new session
// may be allowed to do the same work. `outage`: if a new one is refused, too, the database is away, and the
// statement has no mistake.
struct SessionRefused : std::runtime_error {
    SessionRefused(const std::string& what, bool is_outage) : std::runtime_error(what), outage(is_outage) {}
    bool outage;
};

// Call in a catch block: throws the storage exception for the libpqxx one that is being handled. `open` tells
// whether the connection still works. Other exceptions pass as they are.
[[noreturn]] void rethrow(bool open);

}  // namespace lectern::storage::postgres
