#pragma once

#include "server/options/settings.hpp"

#include <iosfwd>
#include <string>

// Each function prints its result to `out`. On failure it throws std::exception; what() is a sentence for the
// person who runs the command.
namespace lectern::commands {

struct NewToken {
    std::string role;
    std::string name;
    std::string client;  // "" = not bound to a client
};
struct CreatedToken {
    std::string id;
    std::string secret;  // the token itself; only its hash is stored
};
CreatedToken make_token(const options::Settings& settings, const NewToken& token);
// Creates a token and prints it. It cannot be shown again.
void create_token(const options::Settings& settings, const NewToken& token, std::ostream& out);
void list_tokens(const options::Settings& settings, std::ostream& out);
void revoke_token(const options::Settings& settings, const std::string& id, std::ostream& out);

}  // namespace lectern::commands
