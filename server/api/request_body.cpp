#include "server/api/request_body.hpp"

#include <cctype>

namespace lectern::api {

Result<> check_declared_json(const http::Request& request) {
    std::string essence;
    if (const std::string* type = request.fields.find("Content-Type"))
        for (const char c : type->substr(0, type->find(';')))
            if (c != ' ' && c != '\t')
                essence += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    if (essence != "application/json")
        return Error{ErrorCode::unsupported_type, "The body must be sent as application/json.", {}, {}, {}};
    return {};
}

}  // namespace lectern::api
