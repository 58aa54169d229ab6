#include "server/http/message.hpp"

#include "domain/base/ascii.hpp"

#include <stdexcept>

namespace lectern::http {

void Fields::add(std::string name, std::string value) {
    fields_.emplace_back(std::move(name), std::move(value));
}

void Fields::set(std::string name, std::string value) {
    remove(name);
    add(std::move(name), std::move(value));
}

void Fields::add_item(std::string_view name, std::string_view item) {
    for (auto& [field_name, value] : fields_) {
        if (!ascii::equal_ignoring_case(field_name, name)) continue;
        value.append(", ").append(item);
        return;
    }
    add(std::string(name), std::string(item));
}

void Fields::remove(std::string_view name) {
    std::erase_if(fields_,
                  [name](const auto& field) { return ascii::equal_ignoring_case(field.first, name); });
}

const std::string* Fields::find(std::string_view name) const {
    for (const auto& [field_name, value] : fields_) {
        if (ascii::equal_ignoring_case(field_name, name)) return &value;
    }
    return nullptr;
}

std::size_t Fields::count(std::string_view name) const {
    std::size_t found = 0;
    for (const auto& field : fields_)
        found += ascii::equal_ignoring_case(field.first, name) ? 1 : 0;
    return found;
}

std::vector<std::string_view> Fields::values(std::string_view name) const {
    std::vector<std::string_view> values;
    for (const auto& [field_name, value] : fields_)
        if (ascii::equal_ignoring_case(field_name, name)) values.push_back(value);
    return values;
}

const std::string& Request::param(std::string_view name) const {
    for (const auto& [param_name, value] : params) {
        if (param_name == name) return value;
    }
    throw std::logic_error("the route has no parameter " + std::string(name));
}

const std::string* Request::query_value(std::string_view name) const {
    for (const auto& [query_name, value] : query) {
        if (query_name == name) return &value;
    }
    return nullptr;
}

std::string_view to_text(Method method) {
    switch (method) {
        case Method::get:
            return "GET";
        case Method::head:
            return "HEAD";
        case Method::post:
            return "POST";
        case Method::put:
            return "PUT";
        case Method::patch:
            return "PATCH";
        case Method::del:
            return "DELETE";
        case Method::options:
            return "OPTIONS";
    }
    return "";
}

std::optional<Method> parse_method(std::string_view text) {
    for (Method method : {Method::get, Method::post, Method::head, Method::put, Method::patch, Method::del,
                          Method::options}) {
        if (to_text(method) == text) return method;
    }
    return std::nullopt;
}

Response Response::json(int status, std::string body) {
    Response response;
    response.status = status;
    response.fields.add("Content-Type", "application/json");
    response.body = std::move(body);
    return response;
}

Response Response::no_content() {
    Response response;
    response.status = 204;
    return response;
}

}  // namespace lectern::http
