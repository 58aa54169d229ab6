#include "server/api/access/login_cookie.hpp"

#include "domain/base/ascii.hpp"
#include "domain/base/random.hpp"
#include "server/http/parse/field_list.hpp"
#include "storage/access/login_store.hpp"

#include <algorithm>
#include <chrono>

namespace lectern::api {
namespace {

constexpr std::size_t secret_bytes = 32;

std::string_view cookie_name(const http::Request& request) {
    return request.secure ? "__Host-lectern" : "lectern";
}

bool is_secret(std::string_view text) {
    return text.size() == 2 * secret_bytes &&
           std::ranges::all_of(text, [](char c) { return ascii::is_digit(c) || (c >= 'a' && c <= 'f'); });
}

std::string cookie(const http::Request& request, const std::string& value, std::chrono::seconds lasts) {
    return std::string(cookie_name(request)) + "=" + value +
           "; Path=/; Max-Age=" + std::to_string(lasts.count()) + "; HttpOnly; SameSite=Lax" +
           (request.secure ? "; Secure" : "");
}

}  // namespace

std::string new_login_secret() {
    return random_hex(secret_bytes);
}

std::optional<std::string> login_secret(const http::Request& request) {
    const std::string_view name = cookie_name(request);
    std::optional<std::string> secret;
    for (std::string_view cookies : request.fields.values("Cookie")) {
        while (!cookies.empty()) {
            std::string_view value = http::take_item(cookies, ';');
            if (http::take_item(value, '=') != name || !is_secret(value)) continue;
            if (secret && *secret != value) return std::nullopt;
            secret = value;
        }
    }
    return secret;
}

std::string login_cookie(const http::Request& request, const std::string& secret) {
    return cookie(request, secret, storage::LoginStore::lifetime);
}

std::string no_login_cookie(const http::Request& request) {
    return cookie(request, "", std::chrono::seconds(0));
}

}  // namespace lectern::api
