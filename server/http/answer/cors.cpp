#include "server/http/answer/cors.hpp"

#include "domain/base/ascii.hpp"
#include "server/http/parse/field_list.hpp"

#include <algorithm>

namespace lectern::http {
namespace {

// The value for Access-Control-Allow-Origin, "" where the origin is not allowed.
std::string allowed_origin(const Fields& request, const std::vector<std::string>& origins) {
    const std::string* origin = request.find("Origin");
    if (origin == nullptr || request.count("Origin") > 1) return "";
    if (std::find(origins.begin(), origins.end(), *origin) != origins.end()) return *origin;
    return std::find(origins.begin(), origins.end(), "*") != origins.end() ? "*" : "";
}

}  // namespace

void add_cors_fields(Response& response, const Fields& request, const std::vector<std::string>& origins) {
    if (origins.empty()) return;
    response.fields.add_item("Vary", "Origin");
    std::string origin = allowed_origin(request, origins);
    if (origin.empty()) return;
    response.fields.set("Access-Control-Allow-Origin", std::move(origin));
    response.fields.set(
        "Access-Control-Expose-Headers",
        "Accept-Ranges, Content-Disposition, Content-Range, ETag, Link, Location, Retry-After, "
        "X-Request-Id, X-Total-Count");
}

void add_preflight_fields(Response& response, const Fields& request, const std::vector<std::string>& origins,
                          std::string_view allow) {
    if (request.find("Access-Control-Request-Method") == nullptr) return;
    if (allowed_origin(request, origins).empty()) return;
    response.fields.set("Access-Control-Allow-Methods", std::string(allow));
    response.fields.set(
        "Access-Control-Allow-Headers",
        "Authorization, Content-Range, Content-Type, If-Match, If-Modified-Since, If-None-Match, "
        "If-Range, If-Unmodified-Since, Last-Event-ID, Range, X-Request-Id");
    response.fields.set("Access-Control-Max-Age", "600");
}

bool is_unwanted_state_change(const Fields& request, const std::vector<std::string>& origins) {
    if (!allowed_origin(request, origins).empty()) return false;
    for (const auto& [name, value] : request.all()) {
        if (ascii::equal_ignoring_case(name, "Sec-Fetch-Site") &&
            ascii::equal_ignoring_case(ascii::trimmed(value, optional_space), "cross-site"))
            return true;
        if (ascii::equal_ignoring_case(name, "Sec-Purpose") || ascii::equal_ignoring_case(name, "Purpose")) {
            for (std::string_view rest = value; !rest.empty();) {  // "prefetch;prerender"
                std::string_view item = take_item(rest, ',');
                if (ascii::equal_ignoring_case(take_item(item, ';'), "prefetch")) return true;
            }
        }
    }
    return false;
}

}  // namespace lectern::http
