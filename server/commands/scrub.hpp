#pragma once

#include "server/options/settings.hpp"

#include <iosfwd>

namespace lectern::commands {

struct ScrubOrder {
    bool repair = false;
    bool json = false;
    bool sizes_only = false;
};

// Compares the rows of the database with the files of the state folder and prints the faults. Returns true if
// there were none; repaired faults count. Throws std::exception if the comparison is not possible.
bool scrub(const options::Settings& settings, const ScrubOrder& order, std::ostream& out);

}  // namespace lectern::commands
