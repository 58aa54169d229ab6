#include "server/api/access.hpp"

#include "domain/base/hex.hpp"
#include "server/api/media_urls.hpp"
#include "server/http/run_blocking.hpp"
#include "storage/tokens.hpp"

#include <array>
#include <cctype>

#include <openssl/crypto.h>
#include <openssl/evp.h>

namespace lectern::api {
namespace {

using boost::asio::awaitable;
using http::Access;
using http::Request;
using http::Route;

Error refuse(ErrorCode code, const char* message) {
    return {code, message, {}, {}, {}};
}

// "Bearer abc": the token; nullopt for another scheme or none.
std::optional<std::string> bearer_token(const Request& request) {
    const std::string* field = request.fields.find("Authorization");
    constexpr std::string_view scheme = "bearer ";
    if (!field || field->size() <= scheme.size()) return {};
    for (std::size_t i = 0; i < scheme.size(); ++i)
        if (std::tolower(static_cast<unsigned char>((*field)[i])) != scheme[i]) return {};
    return field->substr(scheme.size());
}

bool reads_only(const Route& route) {
    return route.method == http::Method::get && !route.changes_state;
}

Result<> check_role(const Services& services, const Request& request, const Route& route) {
    const bool teaches = request.caller.role == "admin" || request.caller.role == "teacher";
    const bool needs_teacher =
        route.access == Access::teacher ||
        (services.tokens_required && (route.access == Access::local_teacher || !reads_only(route)));
    if (needs_teacher && !teaches) return refuse(ErrorCode::forbidden, "This token's role may not do that.");
    if (request.caller.client_id)
        return refuse(ErrorCode::forbidden, "This token is for its client's data alone.");
    return {};
}

awaitable<Result<>> check_token(Services& services, Request& request, const Route& route, std::string token) {
    const std::string hash = token_hash(token);
    const auto known = co_await http::run_blocking(services.blocking, [&] {
        auto found = services.tokens.find(hash);
        if (found) services.tokens.touch(found->id, services.now());
        return found;
    });
    if (!known || known->hash.size() != hash.size() ||
        CRYPTO_memcmp(known->hash.data(), hash.data(), hash.size()) != 0)
        co_return refuse(ErrorCode::unauthenticated, "This token is not valid.");
    request.caller.token_id = known->id;
    request.caller.role = known->role;
    request.caller.client_id = known->client_id;
    co_return check_role(services, request, route);
}

awaitable<Result<>> authorize(Services& services, Request& request, const Route& route) {
    if (route.access == Access::open) co_return Result<>();
    if (auto token = bearer_token(request))
        co_return co_await check_token(services, request, route, std::move(*token));
    if (route.access == Access::media && request.query_value("signature")) {
        request.caller.signed_clip = services.media_urls.verify(request, services.now());
        if (request.caller.signed_clip) co_return Result<>();
        co_return refuse(ErrorCode::forbidden, "This address is not valid or has expired.");
    }
    if (route.access != Access::teacher && !services.tokens_required) co_return Result<>();
    co_return refuse(ErrorCode::unauthenticated, "This needs a token: Authorization: Bearer ...");
}

}  // namespace

http::Authorize authorizer(Services& services) {
    return [&services](Request& request, const Route& route) { return authorize(services, request, route); };
}

std::string token_hash(const std::string& token) {
    std::array<unsigned char, 32> digest{};
    EVP_Digest(token.data(), token.size(), digest.data(), nullptr, EVP_sha256(), nullptr);
    return to_hex(digest);
}

}  // namespace lectern::api
