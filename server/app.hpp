#pragma once

#include "server/options/settings.hpp"

#include <iosfwd>

namespace lectern {

// Runs the server: builds its parts, each one after the parts that it uses, serves until a signal asks it to
// stop, and drains. Returns the exit code. Throws std::exception if it cannot start; what() is a sentence for
// the person who started it.
int serve(const options::Settings& settings, std::ostream& out);

}  // namespace lectern
