#include "server/api/operations/openapi.hpp"

#include "domain/base/ascii.hpp"
#include "server/version.hpp"
#include "server/wire/schemas.hpp"

#include <algorithm>

#include <boost/json.hpp>

namespace lectern::api {
namespace {

namespace json = boost::json;

json::object problem_schema() {
    return json::parse(R"({
        "type": "object",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": {"type": "string"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string"},
            "errors": {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string"}}}
        }
    })")
        .as_object();
}

json::object content(const char* type, json::object schema) {
    return {{type, {{"schema", std::move(schema)}}}};
}

// The parameters, each described as a member of an object: {name, in, required, description, schema}.
json::array parameters_of(const std::string& pattern, const Operation& operation) {
    json::array parameters;
    if (!operation.parameters) return parameters;
    const json::object described = wire::schema_of(operation.parameters);
    const json::value* required = described.if_contains("required");
    for (const auto& [name, schema] : described.at("properties").as_object()) {
        const bool in_path = pattern.find("{" + std::string(name) + "}") != std::string::npos;
        const auto same = [&name = name](const json::value& one) { return one == json::value(name); };
        json::object parameter{{"name", name}, {"in", in_path ? "path" : "query"}};
        if (required && std::ranges::any_of(required->as_array(), same)) parameter["required"] = true;
        json::object type = schema.as_object();
        type.erase("nullable");
        if (json::value* choices = type.if_contains("enum"); choices && choices->as_array().back().is_null())
            choices->as_array().pop_back();
        if (const json::value* about = type.if_contains("description")) {
            parameter["description"] = *about;
            type.erase("description");
        }
        parameter["schema"] = std::move(type);
        parameters.push_back(std::move(parameter));
    }
    return parameters;
}

json::object problem_content(const BodyType& more) {
    json::object schema = wire::reference_to("Problem");
    if (!more.schema.empty()) schema = {{"allOf", {std::move(schema), wire::reference_to(more.schema)}}};
    return content("application/problem+json", std::move(schema));
}

json::object response_of(const AnswerType& answer, wire::Schemas& schemas) {
    json::object response{{"description", answer.status < 400 ? "Success" : "Refused"}};
    if (answer.body.schema.empty()) return response;
    schemas.add(answer.body.schema, answer.body.describe);
    if (answer.status >= 400) {
        response["content"] = problem_content(answer.body);
        return response;
    }
    json::object schema = wire::reference_to(answer.body.schema);
    if (answer.list) schema = {{"type", "array"}, {"items", std::move(schema)}};
    response["content"] = content("application/json", std::move(schema));
    return response;
}

json::object operation_of(const http::Route& route, const Operation& operation, wire::Schemas& schemas) {
    json::object described{{"summary", route.summary}};
    if (json::array parameters = parameters_of(route.pattern, operation); !parameters.empty())
        described["parameters"] = std::move(parameters);
    if (!operation.body.schema.empty()) {
        schemas.add(operation.body.schema, operation.body.describe);
        described["requestBody"] = {
            {"required", !operation.body_may_be_empty},
            {"content", content("application/json", wire::reference_to(operation.body.schema))}};
    } else if (route.streams_body) {
        described["requestBody"] = {
            {"content", content("application/octet-stream", {{"type", "string"}, {"format", "binary"}})}};
    }
    json::object responses;
    for (const AnswerType& answer : operation.answers)
        responses[std::to_string(answer.status)] = response_of(answer, schemas);
    responses["default"] = {{"description", "Problem"}, {"content", problem_content({})}};
    described["responses"] = std::move(responses);
    if (route.access != http::Access::open)
        described["security"] = {{{"token", json::array()}}, {{"login", json::array()}}};
    return described;
}

}  // namespace

std::string openapi_text(const Routes& routes, const std::string& public_url) {
    json::object paths;
    wire::Schemas schemas;
    for (const Routes::Described& described : routes.described()) {
        const http::Route& row = routes.row(described);
        if (row.alias) continue;
        if (!paths.contains(row.pattern)) paths[row.pattern] = json::object();
        paths[row.pattern].as_object()[ascii::lower(http::to_text(row.method))] =
            operation_of(row, described.operation, schemas);
    }
    json::object all_schemas = schemas.all();
    all_schemas["Problem"] = problem_schema();
    const json::object document{
        {"openapi", "3.0.3"},
        {"info",
         {{"title", "Lectern"},
          {"version", version},
          {"description", "/api/client, /api/start and /api/tasks answer without /api, too."}}},
        {"servers", json::array{{{"url", public_url.empty() ? "/" : public_url}}}},
        {"paths", std::move(paths)},
        {"components",
         {{"schemas", std::move(all_schemas)},
          {"securitySchemes",
           {{"token", {{"type", "http"}, {"scheme", "bearer"}}},
            {"login",
             {{"type", "apiKey"},
              {"in", "cookie"},
              {"name", "lectern"},
              {"description", "Set by /api/v1/login. Over TLS its name is __Host-lectern."}}}}}}},
    };
    return json::serialize(document);
}

}  // namespace lectern::api
