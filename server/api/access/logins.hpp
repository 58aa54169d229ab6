#pragma once

#include "domain/base/time.hpp"
#include "server/api/access/login_attempts.hpp"
#include "server/api/routes.hpp"

#include <functional>

namespace lectern::storage {
class LoginStore;
class TokenStore;
}  // namespace lectern::storage

namespace lectern::api {

// What logging in and out needs. All of it must outlive the routes and be thread-safe.
struct LoginServices {
    http::BlockingPool& database;
    storage::TokenStore& tokens;
    storage::LoginStore& logins;
    LoginAttempts& attempts;
    bool tokens_required;                    // auth.mode = required
    std::function<bool()> has_demo_lecture;  // may block
    std::function<Timestamp()> now;
};

// POST /login, POST /logout and GET /me.
void add_login_routes(Routes& routes, const LoginServices& services);

}  // namespace lectern::api
