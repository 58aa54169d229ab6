#pragma once

#include "server/http/message.hpp"

#include <optional>
#include <string>

namespace lectern::api {

// The cookie of a login: `__Host-lectern` if the client speaks TLS, so that no other host can have set it,
// and `lectern` over plain HTTP. Its value is a random secret; the database has only the hash of it.

std::string new_login_secret();

// The secret in the request's cookie; nullopt if there is none, and if there are two, because nobody knows
// which of them is the person's. Only the form of the secret is checked.
std::optional<std::string> login_secret(const http::Request& request);

// Values of Set-Cookie in the answer to `request`: the cookie, which lasts as long as the login does, and the
// deletion of the cookie.
std::string login_cookie(const http::Request& request, const std::string& secret);
std::string no_login_cookie(const http::Request& request);

}  // namespace lectern::api
