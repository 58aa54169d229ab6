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
// Returns the exit status: 0 = all agrees, 1 = faults were found (also if they were repaired), 2 = it could
// not be done, which one line on `err` explains.
int scrub_command(const options::Settings& settings, const ScrubOrder& order, std::ostream& out,
                  std::ostream& err);

}  // namespace lectern::commands
