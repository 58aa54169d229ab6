#include "server/http/problem.hpp"

#include <boost/json.hpp>

namespace lectern::http {
namespace json = boost::json;

std::string_view reason_phrase(int status) {
    switch (status) {
        case 100:
            return "Continue";
        case 200:
            return "OK";
        case 201:
            return "Created";
        case 202:
            return "Accepted";
        case 204:
            return "No Content";
        case 206:
            return "Partial Content";
        case 301:
            return "Moved Permanently";
        case 302:
            return "Found";
        case 303:
            return "See Other";
        case 304:
            return "Not Modified";
        case 307:
            return "Temporary Redirect";
        case 308:
            return "Permanent Redirect";
        case 400:
            return "Bad Request";
        case 401:
            return "Unauthorized";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 408:
            return "Request Timeout";
        case 409:
            return "Conflict";
        case 410:
            return "Gone";
        case 412:
            return "Precondition Failed";
        case 413:
            return "Content Too Large";
        case 414:
            return "URI Too Long";
        case 415:
            return "Unsupported Media Type";
        case 416:
            return "Range Not Satisfiable";
        case 417:
            return "Expectation Failed";
        case 421:
            return "Misdirected Request";
        case 422:
            return "Unprocessable Content";
        case 429:
            return "Too Many Requests";
        case 431:
            return "Request Header Fields Too Large";
        case 500:
            return "Internal Server Error";
        case 501:
            return "Not Implemented";
        case 503:
            return "Service Unavailable";
        case 505:
            return "HTTP Version Not Supported";
        case 507:
            return "Insufficient Storage";
        default:
            return "";
    }
}

int status_of(ErrorCode code) {
    switch (code) {
        case ErrorCode::invalid:
            return 400;
        case ErrorCode::duplicate:
            return 400;
        case ErrorCode::unauthenticated:
            return 401;
        case ErrorCode::forbidden:
            return 403;
        case ErrorCode::not_found:
            return 404;
        case ErrorCode::conflict:
            return 409;
        case ErrorCode::too_large:
            return 413;
        case ErrorCode::unsupported_type:
            return 415;
        case ErrorCode::busy:
            return 503;
        case ErrorCode::storage_full:
            return 507;
    }
    return 500;
}

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
