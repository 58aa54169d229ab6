#pragma once

#include "server/http/message.hpp"

#include <optional>
#include <string>

namespace lectern::api {

// The cookie of a login. Its value is a random secret; the database has only the hash of it. It is
// `__Host-lectern`, so that no other host and no plain page can have set it, if the client speaks TLS or the
// public URL is an https address. Otherwise it is `lectern`; also for a browser that opens the plain pages on
// the server's own machine.

std::string new_login_secret();

// Whether the browser that sent `request` would keep the cookie of its login. A plain page does not keep
// `__Host-lectern`.
bool can_keep_login_cookie(const http::Request& request);

// The secret in the request's cookie; nullopt if there is none, and if there are two, because nobody knows
// which of them is the person's. Only the form of the secret is checked.
std::optional<std::string> login_secret(const http::Request& request);

// Values of Set-Cookie in the answer to `request`: the cookie, which lasts as long as the login does, and the
// deletion of the cookie. A cookie that the request has is renewed and deleted under its name.
std::string login_cookie(const http::Request& request, const std::string& secret);
std::string no_login_cookie(const http::Request& request);

}  // namespace lectern::api
