#include "server/http/answer/cors.hpp"

#include <algorithm>

namespace lectern::http {

std::string allowed_origin(const Fields& request, const std::vector<std::string>& origins) {
    const std::string* origin = request.find("Origin");
    if (origin == nullptr || request.count("Origin") > 1) return "";
    if (std::find(origins.begin(), origins.end(), *origin) != origins.end()) return *origin;
    return std::find(origins.begin(), origins.end(), "*") != origins.end() ? "*" : "";
}

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

}  // namespace lectern::http
