#pragma once

#include "server/options/settings.hpp"

#include <iosfwd>
#include <string>

// Each prints its answer to `out`. Throws std::exception with a sentence for the person if it cannot be done.
namespace lectern::commands {

struct NewToken {
    std::string role;
    std::string name;
    std::string client;  // "" = not bound to a client
};
// Prints the token. It cannot be seen later: only its hash is kept.
void create_token(const options::Settings& settings, const NewToken& token, std::ostream& out);
void list_tokens(const options::Settings& settings, std::ostream& out);
void revoke_token(const options::Settings& settings, const std::string& id, std::ostream& out);

}  // namespace lectern::commands
