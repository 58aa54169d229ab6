#pragma once

#include "server/options/settings.hpp"

#include <iosfwd>

namespace lectern {

// The server from its first line to its last: builds everything in the order of dependency, serves until a
// signal asks to stop, drains. Returns the exit code. Throws std::exception with a sentence for the person
// who started it when something that it needs is not there.
int serve(const options::Settings& settings, std::ostream& out);

}  // namespace lectern
