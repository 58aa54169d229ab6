#pragma once

#include "server/options/settings.hpp"

#include <iosfwd>

namespace lectern::commands {

struct ScrubOrder {
    bool repair = false;
    bool json = false;
    bool sizes_only = false;
};

// Compares the rows of the database with the files of the state folder and prints what does not agree.
// Returns whether all agrees; faults that were repaired count as faults. Throws std::exception if it cannot
// be done.
bool scrub(const options::Settings& settings, const ScrubOrder& order, std::ostream& out);

}  // namespace lectern::commands
