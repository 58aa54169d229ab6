#pragma once

#include <string>

namespace lectern::storage::postgres {

// The connection string for every session: the URL from the options, and the settings that a connection
// needs. Throws std::invalid_argument for a URL that is not understood. what() says what is wrong with it,
// and contains no part of it, because any part may be a piece of the password.
std::string session_conninfo(const std::string& url);

}  // namespace lectern::storage::postgres
