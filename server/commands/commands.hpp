#pragma once

#include "server/options/settings.hpp"

#include <iosfwd>
#include <string>

// What the binary does besides serving. Each prints its answer to `out` and throws std::exception with a
// sentence for the person when it cannot be done.
namespace lectern::commands {

// Brings the database's schema to the newest version.
void migrate(const options::Settings& settings, std::ostream& out);

struct NewToken {
    std::string role;
    std::string name;
    std::string client;  // "" = not bound to a client
};
// Prints the token: the only time that it is seen.
void create_token(const options::Settings& settings, const NewToken& token, std::ostream& out);
void list_tokens(const options::Settings& settings, std::ostream& out);
void revoke_token(const options::Settings& settings, const std::string& id, std::ostream& out);

}  // namespace lectern::commands
