#pragma once

#include "server/options/settings.hpp"

#include <iosfwd>

namespace lectern::commands {

// Brings the database's schema to the newest version. Throws std::exception.
void migrate(const options::Settings& settings, std::ostream& out);

}  // namespace lectern::commands
