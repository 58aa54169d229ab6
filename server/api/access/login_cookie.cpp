#include "server/api/access/login_cookie.hpp"

#include "domain/base/ascii.hpp"
#include "domain/base/random.hpp"
#include "server/http/parse/field_list.hpp"
#include "server/http/parse/host.hpp"
#include "storage/access/login_store.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <string_view>
#include <utility>

namespace lectern::api {
namespace {

constexpr std::size_t secret_bytes = 32;

bool is_secret(std::string_view text) {
    return text.size() == 2 * secret_bytes &&
           std::ranges::all_of(text, [](char c) { return ascii::is_digit(c) || (c >= 'a' && c <= 'f'); });
}

enum class CookieKind { of_host, plain };

std::string_view name_of(CookieKind kind) {
    return kind == CookieKind::of_host ? "__Host-lectern" : "lectern";
}

// Perhaps by a proxy that nobody told us to trust, and that therefore cannot tell that its client spoke TLS.
bool clients_speak_tls(const http::Request& request) {
    return request.secure || request.public_url.starts_with("https://");
}

bool came_by_proxy(const http::Request& request) {
    return std::ranges::any_of(
        std::array{"X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "Forwarded", "Via"},
        [&](const char* field) { return request.fields.find(field) != nullptr; });
}

bool names_loopback(const std::string* authority) {
    const auto host = authority ? http::parse_host(*authority) : std::nullopt;
    return host && http::is_loopback_host(*host);
}

// The page that sent the request, or "".
std::string_view page_of(const http::Request& request) {
    for (const char* field : {"Origin", "Referer"})
        if (const std::string* page = request.fields.find(field)) return *page;
    return {};
}

bool has_scheme(std::string_view address, std::string_view scheme) {
    return ascii::lower(address.substr(0, scheme.size())) == scheme;
}

// Whether the plain cookie counts where clients speak TLS: on the server's own machine a browser may reach it
// without the proxy. Who comes by a proxy that names us by a loopback address, and adds no field, is told
// from that browser by the page alone.
bool may_be_of_this_machine(const http::Request& request) {
    return !request.secure && !came_by_proxy(request) && !has_scheme(page_of(request), "https://") &&
           names_loopback(request.fields.find("Host"));
}

// A plain page of this machine sent the request: its browser keeps no cookie that is marked as secure.
// Behind a proxy that ends TLS, the browser names the proxy's origin.
bool is_from_plain_page_of_this_machine(const http::Request& request) {
    constexpr std::string_view scheme = "http://";
    const std::string* origin = request.fields.find("Origin");
    if (!origin || !has_scheme(*origin, scheme) || !may_be_of_this_machine(request)) return false;
    const std::string authority = origin->substr(scheme.size());
    return names_loopback(&authority);
}

struct FoundCookie {
    CookieKind kind;
    std::string secret;
};

std::optional<FoundCookie> find_of_kind(const http::Request& request, CookieKind kind) {
    std::optional<FoundCookie> found;
    for (std::string_view cookies : request.fields.values("Cookie")) {
        while (!cookies.empty()) {
            std::string_view value = http::take_item(cookies, ';');
            if (http::take_item(value, '=') != name_of(kind) || !is_secret(value)) continue;
            if (found && found->secret != value) return std::nullopt;
            found = FoundCookie{kind, std::string(value)};
        }
    }
    return found;
}

std::optional<FoundCookie> find_cookie(const http::Request& request) {
    if (!clients_speak_tls(request)) return find_of_kind(request, CookieKind::plain);
    auto found = find_of_kind(request, CookieKind::of_host);
    if (!found && may_be_of_this_machine(request)) found = find_of_kind(request, CookieKind::plain);
    return found;
}

CookieKind kind_of_new_cookie(const http::Request& request) {
    const bool plain = !clients_speak_tls(request) || is_from_plain_page_of_this_machine(request);
    return plain ? CookieKind::plain : CookieKind::of_host;
}

std::string cookie(CookieKind kind, const std::string& value, std::chrono::seconds lasts) {
    return std::string(name_of(kind)) + "=" + value + "; Path=/; Max-Age=" + std::to_string(lasts.count()) +
           "; HttpOnly; SameSite=Lax" + (kind == CookieKind::of_host ? "; Secure" : "");
}

}  // namespace

std::string new_login_secret() {
    return random_hex(secret_bytes);
}

bool can_keep_login_cookie(const http::Request& request) {
    const std::string* origin = request.fields.find("Origin");
    return !origin || !has_scheme(*origin, "http://") || kind_of_new_cookie(request) == CookieKind::plain;
}

std::optional<std::string> login_secret(const http::Request& request) {
    auto found = find_cookie(request);
    if (!found) return std::nullopt;
    return std::move(found->secret);
}

std::string login_cookie(const http::Request& request, const std::string& secret) {
    const auto before = find_cookie(request);
    const bool renews = before && before->secret == secret;
    return cookie(renews ? before->kind : kind_of_new_cookie(request), secret, storage::LoginStore::lifetime);
}

std::string no_login_cookie(const http::Request& request) {
    const auto before = find_cookie(request);
    return cookie(before ? before->kind : kind_of_new_cookie(request), "", std::chrono::seconds(0));
}

}  // namespace lectern::api
