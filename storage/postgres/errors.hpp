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
// may be allowed to do the same work.
struct SessionRefused : std::runtime_error {
    // What it means if a new session is refused, too.
    enum class Reason {
        mistake,   // the statement is wrong
        outage,    // the database accepts no such work at present
        no_table,  // there is no such table; an outage if it was there before
    };
    SessionRefused(const std::string& what, Reason why) : std::runtime_error(what), reason(why) {}
    Reason reason;
};

// Call in a catch block: throws the storage exception for the libpqxx one that is being handled. `open` tells
// whether the connection still works. Other exceptions pass as they are.
[[noreturn]] void rethrow(bool open);

}  // namespace lectern::storage::postgres
