#include "server/http/redirect.hpp"

#include "server/http/problem.hpp"

#include <string>

namespace lectern::http {
namespace {

// Path and query as they were sent: what they mean is not judged here.
std::string_view path_and_query(std::string_view target) {
    if (target.starts_with('/')) return target;
    const std::size_t authority = target.find("://");
    const std::size_t path =
        authority == std::string_view::npos ? authority : target.find('/', authority + 3);
    return path == std::string_view::npos ? "/" : target.substr(path);
}

}  // namespace

Response redirect_to_tls(const Request& request, std::string_view host, std::uint16_t port) {
    constexpr std::uint16_t https = 443;
    if (host.empty())
        return problem(400, "This port only sends clients on to https, and needs to know the host.");
    Response response;
    response.status = 308;
    response.fields.set("Location", "https://" + std::string(host) +
                                        (port == https ? "" : ":" + std::to_string(port)) +
                                        std::string(path_and_query(request.target)));
    return response;
}

}  // namespace lectern::http
