#include "server/http/answer/unrouted.hpp"

#include "server/http/answer/cors.hpp"
#include "server/http/problem.hpp"

namespace lectern::http {

Response answer_without_route(const Request& request, const Router::Match& match,
                              const std::vector<std::string>& cors_origins) {
    if (request.method == Method::options && (!match.allow.empty() || request.path == "*")) {
        Response response = Response::no_content();
        const std::string allow = match.allow.empty() ? std::string(supported_methods) : match.allow;
        response.fields.set("Allow", allow);
        add_preflight_fields(response, request.fields, cors_origins, allow);
        return response;
    }
    if (match.allow.empty()) return problem(404, "There is nothing at this address.");
    Response response = problem(405, "The method is not supported at this address.");
    response.fields.set("Allow", match.allow);
    return response;
}

}  // namespace lectern::http
