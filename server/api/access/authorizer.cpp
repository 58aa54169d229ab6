#include "server/api/access/authorizer.hpp"

#include "domain/base/ascii.hpp"
#include "domain/base/hex.hpp"
#include "domain/base/sha256.hpp"
#include "domain/base/uuid.hpp"
#include "server/api/access/login_cookie.hpp"
#include "server/api/access/media_urls.hpp"
#include "server/api/access/token_lookups.hpp"
#include "server/http/run_blocking.hpp"
#include "storage/classrooms/classroom_store.hpp"

#include <algorithm>

#include <openssl/crypto.h>

namespace lectern::api {
namespace {

using boost::asio::awaitable;
using http::Access;
using http::Request;
using http::Route;

// The token of "Authorization: Bearer abc", with one or more spaces; nullopt without this field or for
// another scheme.
std::optional<std::string> bearer_token(const Request& request) {
    const std::string* field = request.fields.find("Authorization");
    constexpr std::string_view scheme = "bearer ";
    if (!field || !ascii::equal_ignoring_case(field->substr(0, scheme.size()), scheme)) return {};
    const std::size_t token = field->find_first_not_of(' ', scheme.size());
    if (token == std::string::npos) return {};
    return field->substr(token);
}

bool reads_only(const Route& route) {
    return route.method == http::Method::get && !route.changes_state;
}

// Whether a caller without a token is refused.
bool needs_token(const AccessServices& services, const Route& route) {
    return services.tokens_required || route.access == Access::teacher || route.access == Access::admin ||
           route.access == Access::calendar;
}

Result<> check_role(const AccessServices& services, const std::string& role, const Route& route) {
    const bool changes = route.access == Access::local_teacher || !reads_only(route);
    const bool for_teachers = route.access == Access::teacher || route.access == Access::calendar ||
                              (services.tokens_required && changes);
    const bool for_admins =
        route.access == Access::admin || (services.tokens_required && route.access == Access::local_admin);
    const bool allowed = role == "admin" || (!for_admins && (role == "teacher" || !for_teachers));
    if (!allowed) return Error::forbidden("This token's role may not do that.");
    return {};
}

// A caller that is bound to a client may use only the data of this client. May block.
Result<> check_client(const Request& request, const Route& route, const std::string& client) {
    const auto named = std::find_if(request.params.begin(), request.params.end(),
                                    [](const auto& param) { return param.first == "client_id"; });
    const bool named_own = named != request.params.end() && named->second == client;
    if (named == request.params.end() && !route.client_owns)
        return Error::forbidden("This token is valid only for the data of its client.");
    const bool owns = route.client_owns ? route.client_owns(request, client) : true;
    if ((named != request.params.end() && !named_own) || !owns)
        return Error::not_found("The client of this token has no such item.");
    return {};
}

bool equal_hashes(const std::string& a, const std::string& b) {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

// `token`: the caller's, and it is valid.
awaitable<Result<>> check_rights(const AccessServices& services, Request& request, const Route& route,
                                 const storage::Token& token) {
    request.caller.token_id = token.id;
    request.caller.role = token.role;
    request.caller.name = token.name;
    request.caller.client_id = token.client_id;
    if (token.client_id) {
        const auto theirs = co_await http::run_blocking(
            services.database, [&] { return check_client(request, route, *token.client_id); });
        if (!theirs) co_return theirs;
    }
    co_return check_role(services, token.role, route);
}

awaitable<Result<>> check_token(const AccessServices& services, Request& request, const Route& route,
                                std::string token) {
    const std::string hash = token_hash(token);
    const auto known = co_await services.tokens.use(hash);
    if (!known || !equal_hashes(known->hash, hash))
        co_return Error::unauthenticated("This token is not valid.");
    co_return co_await check_rights(services, request, route, *known);
}

// The login of the request's cookie, if it has one that is valid.
awaitable<std::shared_ptr<const storage::Login>> find_login(const AccessServices& services,
                                                            const Request& request) {
    if (request.fields.find("Authorization")) co_return nullptr;
    const auto secret = login_secret(request);
    if (!secret) co_return nullptr;
    const std::string hash = token_hash(*secret);
    auto login = co_await services.tokens.use_login(hash);
    if (login && !equal_hashes(login->hash, hash)) login = nullptr;
    co_return login;
}

awaitable<Result<>> check_login(const AccessServices& services, Request& request, const Route& route,
                                const storage::Login& login) {
    // A link in a mail is followed with the cookie and without a page that sent it, so no GET changes state.
    if (route.changes_state || (!reads_only(route) && !request.from_own_page)) co_return not_from_own_page();
    request.caller.login = login.hash;
    if (login.renewed) request.set_cookie = login_cookie(request, login_secret(request).value());
    co_return co_await check_rights(services, request, route, login.token);
}

std::optional<MediaUrls::Allowed> allowed_by_signature(const AccessServices& services, const Request& request,
                                                       Access access) {
    switch (access) {
        case Access::media:
            return services.media_urls.allowed_clip(request, services.now());
        case Access::recording:
            return services.media_urls.allowed_recording(request, services.now());
        default:
            return services.media_urls.allowed_lecture(request, services.now());
    }
}

// For a clip only the signature is checked here. The handler compares the signed number with the clip that it
// finds.
Result<> check_signature(const AccessServices& services, Request& request, const Route& route) {
    const bool of_clip = route.access == Access::media;
    const auto allowed = allowed_by_signature(services, request, route.access);
    const bool fits = allowed && (of_clip || request.param("session_id") == std::to_string(allowed->id));
    if (!fits) return Error::forbidden("This address is not valid or has expired.");
    if (of_clip) request.caller.signed_clip = allowed->id;
    request.caller.signed_until = allowed->until;
    return {};
}

awaitable<Result<>> check_calendar(const AccessServices& services, Request& request, std::string secret) {
    const auto classroom = parse_uuid(request.param("classroom_id"));
    const bool opens = co_await http::run_blocking(services.database, [&] {
        const auto hash = classroom ? services.classrooms.feed_hash(*classroom) : std::nullopt;
        return hash && equal_hashes(*hash, token_hash(secret));
    });
    if (opens) co_return Result<>();
    co_return Error::unauthenticated("This address is not valid any more.");
}

awaitable<Result<>> authorize(const AccessServices& services, Request& request, const Route& route) {
    if (route.access == Access::open) co_return Result<>();
    if (auto token = bearer_token(request))
        co_return co_await check_token(services, request, route, std::move(*token));
    const bool takes_signature = route.access == Access::media || route.access == Access::lecture_media ||
                                 route.access == Access::recording;
    const bool is_signed = takes_signature && request.query_value("signature");
    const Result<> by_signature = is_signed ? check_signature(services, request, route) : Result<>();
    if (is_signed && by_signature) co_return by_signature;
    if (const std::string* secret = request.query_value("token"); secret && route.access == Access::calendar)
        co_return co_await check_calendar(services, request, *secret);
    // A cookie that is not valid any more is as good as none: a browser goes on sending it.
    const auto login = co_await find_login(services, request);
    if (login) co_return co_await check_login(services, request, route, *login);
    if (is_signed) co_return by_signature;
    if (!needs_token(services, route)) co_return Result<>();
    co_return Error::unauthenticated("This request needs a token: Authorization: Bearer ...");
}

}  // namespace

http::Authorize authorizer(AccessServices services) {
    return [services = std::move(services)](Request& request, const Route& route) {
        return authorize(services, request, route);
    };
}

std::string token_hash(const std::string& token) {
    return to_hex(sha256(token));
}

Error not_from_own_page() {
    return Error::forbidden("With a login only the pages of this server may change something.");
}

}  // namespace lectern::api
