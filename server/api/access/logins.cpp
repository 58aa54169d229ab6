// Logins of browsers: a token for a cookie. Players and event streams of a browser can send no token.
#include "server/api/access/logins.hpp"

#include "server/api/access/authorizer.hpp"
#include "server/api/access/client_ownership.hpp"
#include "server/api/access/login_cookie.hpp"
#include "server/http/ip_address.hpp"
#include "storage/access/login_store.hpp"
#include "storage/access/token_store.hpp"

#include <string>
#include <utility>

namespace lectern::api {
namespace {

struct LoginBody {
    static constexpr std::string_view schema = "Login";
    std::string token;

    void describe(wire::Fields& f) { f.text("token", token, {.min = 1, .max = 4096}); }
};

struct MeBody {
    static constexpr std::string_view schema = "Me";
    std::string mode, role, name;
    std::optional<std::string> client_id;
    bool demo = false;

    void describe(wire::Fields& f) {
        f.text("mode", mode, {.about = "local or required, as auth.mode."});
        f.text("role", role, {.about = "admin, teacher or viewer."});
        f.text("name", name, {.about = "Whose token it is; empty without one."});
        f.text("client_id", client_id, {.about = "The only client whose data may be used; null: any."});
        f.truth("demo", demo, {.about = "Whether the server has a demo lecture."});
    }
};

using MeAnswer = WithFields<MeBody>;

MeAnswer me(const LoginServices& services, const std::string& role, const std::string& name,
            const std::optional<std::string>& client_id) {
    return {
        {services.tokens_required ? "required" : "local", role, name, client_id, services.has_demo_lecture()},
        {{"Cache-Control", "no-store"}}};
}

// Each login has a new secret, whatever cookie the request has.
Result<MeAnswer> log_in(const LoginServices& services, const LoginBody& body, http::Request& request) {
    if (!can_keep_login_cookie(request))
        return Error::forbidden("A browser cannot keep a login of this page. Open " +
                                std::string(request.public_url) + "/login.");
    const Timestamp now = services.now();
    const http::AddressKey address = http::address_key(request.peer);
    if (const auto wait = services.attempts.begin(address, now))
        return Error::too_many("Too many wrong tokens came from this address. Try again in a minute.", *wait);
    std::optional<storage::Token> token;
    try {
        token = services.tokens.use(token_hash(body.token), now);
    } catch (...) {
        services.attempts.forgive(address);
        throw;
    }
    if (!token) return Error::unauthenticated("This token is not valid.");
    services.attempts.forgive(address);
    const auto before = request.from_own_page ? login_secret(request) : std::nullopt;
    const std::string secret = new_login_secret();
    services.logins.create(token_hash(secret), token->id, before ? token_hash(*before) : "", now);
    request.set_cookie = login_cookie(request, secret);
    return me(services, token->role, token->name, token->client_id);
}

Result<NoContent> log_out(const LoginServices& services, http::Request& request) {
    if (const auto secret = login_secret(request)) {
        if (!request.from_own_page) return not_from_own_page();
        services.logins.end(token_hash(*secret));
    }
    request.set_cookie = no_login_cookie(request);
    return NoContent();
}

Result<MeAnswer> get_me(const LoginServices& services, const http::Caller& caller) {
    if (caller.token_id.empty()) return me(services, "admin", "", std::nullopt);  // local mode
    return me(services, caller.role, caller.name, caller.client_id);
}

}  // namespace

void add_login_routes(Routes& routes, const LoginServices& services) {
    using http::Access;
    using http::Method;
    using std::bind_front;
    routes.add({.method = Method::post,
                .pattern = "/api/v1/login",
                .access = Access::open,
                .body_limit = 16 << 10,
                .summary = "Takes a token and sets the cookie of a login, which stands in for the token. It "
                           "lasts 12 hours after its last use and ends with its token."},
               blocking_endpoint<NoParams, LoginBody, MeAnswer>(services.database,
                                                                bind_front(log_in, std::cref(services))));
    routes.add({.method = Method::post,
                .pattern = "/api/v1/logout",
                .access = Access::open,
                .summary = "Ends the login and deletes its cookie."},
               blocking_endpoint<NoParams, NoBody, NoContent>(services.database,
                                                              bind_front(log_out, std::cref(services))));
    routes.add({.method = Method::get,
                .pattern = "/api/v1/me",
                .client_owns = handler_keeps_to_client(),
                .summary = "Returns who the caller is and what the caller may do."},
               blocking_endpoint<NoParams, NoBody, MeAnswer>(services.database,
                                                             bind_front(get_me, std::cref(services))));
}

}  // namespace lectern::api
