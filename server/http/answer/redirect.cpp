#include "server/http/answer/redirect.hpp"

#include "server/http/problem.hpp"

#include <algorithm>
#include <string>

namespace lectern::http {
namespace {

// Path and query as they were sent, unchecked.
std::string path_and_query(std::string_view target) {
    if (target.starts_with('/')) return std::string(target);
    const std::size_t scheme = target.find("://");
    if (scheme == std::string_view::npos) return "/";
    const std::size_t authority_end = std::min(target.find_first_of("/?", scheme + 3), target.size());
    const std::string_view rest = target.substr(authority_end);
    return (rest.starts_with('/') ? "" : "/") + std::string(rest);
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
                                        path_and_query(request.target));
    return response;
}

}  // namespace lectern::http
