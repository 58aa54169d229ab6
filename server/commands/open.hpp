#pragma once

#include "server/commands/token.hpp"
#include "server/options/settings.hpp"

#include <iosfwd>

namespace lectern::commands {

// Prints the address at which a browser opens the pages of the server. If the server needs tokens, it is an
// address that logs in with a new token. On failure it throws std::exception; what() is a sentence for the
// person who runs the command.
void open(const options::Settings& settings, const NewToken& token, std::ostream& out);

}  // namespace lectern::commands
