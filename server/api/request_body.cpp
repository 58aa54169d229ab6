#include "server/api/request_body.hpp"

#include <algorithm>
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

Error merged(Error first, const Error& second) {
    // Text that is no JSON object, or not declared as one, is all that there is to say.
    if (first.fields.empty()) return first;
    const auto end = static_cast<std::ptrdiff_t>(first.fields.size());
    for (const FieldError& mistake : second.fields) {
        const auto same = [&](const FieldError& error) { return error.path == mistake.path; };
        if (std::none_of(first.fields.begin(), first.fields.begin() + end, same))
            first.fields.push_back(mistake);
    }
    return first;
}

}  // namespace lectern::api
