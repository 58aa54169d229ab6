#pragma once

#include "server/options/settings.hpp"

#include <iosfwd>

namespace lectern::commands {

// `lectern adopt`: the database and the state folder belong together from now on.
void adopt(const options::Settings& settings, std::ostream& out);

}  // namespace lectern::commands
