#include "server/http/problem.hpp"

#include "server/http/error_status.hpp"
#include "server/http/reason_phrase.hpp"

#include <boost/json.hpp>

namespace lectern::http {
namespace json = boost::json;

Response problem(int status, std::string_view detail) {
    return problem(status, detail, {}, {});
}

Response problem(int status, std::string_view detail, const std::vector<FieldError>& errors) {
    return problem(status, detail, errors, {});
}

Response problem(int status, std::string_view detail, const std::vector<FieldError>& errors,
                 const json::object& extra) {
    json::object body;
    body["type"] = "about:blank";
    body["title"] = reason_phrase(status);
    body["status"] = status;
    body["detail"] = detail;
    if (!errors.empty()) {
        json::object by_path;
        for (const FieldError& error : errors) {
            json::value& messages = by_path[error.path];
            if (!messages.is_array()) messages.emplace_array();
            messages.get_array().emplace_back(error.message);
        }
        body["errors"] = std::move(by_path);
    }
    for (const auto& member : extra)
        body.insert_or_assign(member.key(), member.value());

    Response response;
    response.status = status;
    response.fields.add("Content-Type", "application/problem+json");
    response.body = json::serialize(body);
    return response;
}

Response problem(const Error& error) {
    const int status = status_of(error.code);
    json::object extra;
    if (error.existing_id) extra["id"] = *error.existing_id;
    Response response = problem(status, error.message, error.fields, extra);
    if (status == 401) response.fields.add("WWW-Authenticate", "Bearer");
    if (error.retry_after) {
        response.fields.add("Retry-After", std::to_string(error.retry_after->count()));
    } else if (status == 503) {
        response.fields.add("Retry-After", "2");
    }
    return response;
}

Response server_is_full() {
    Response response = problem(503, "The server has too many connections.");
    response.fields.set("Retry-After", "5");
    return response;
}

}  // namespace lectern::http
