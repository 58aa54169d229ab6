#include "server/api/operations/openapi.hpp"

#include "server/api/batches/batch_bodies.hpp"
#include "server/api/classrooms/classroom_bodies.hpp"
#include "server/api/lectures/bodies.hpp"
#include "server/api/lectures/class_tie_bodies.hpp"
#include "server/pipeline/orders.hpp"
#include "server/version.hpp"
#include "server/wire/json.hpp"

#include <cctype>
#include <stdexcept>

#include <boost/json.hpp>

namespace lectern::api {
namespace {

namespace json = boost::json;

template<class... Bodies>
json::object schemas_of() {
    json::object schemas;
    const auto add = [&]<class Body>(Body body) {
        schemas[Body::schema] = wire::schema_of([&](wire::Fields& fields) { body.describe(fields); });
    };
    (add(Bodies{}), ...);
    return schemas;
}

json::object all_schemas() {
    json::object schemas =
        schemas_of<UploadSession, LectureBody, SnippetBody, ResultsBody, StatusBody, PlanItemBody, PlanBody,
                   pipeline::CutOrder, StartedBody, TaskBody, UploadBody, SegmentBody, TranscriptBody,
                   HealthBody, ScheduleItemBody, BulkBody, NewClassroomBody, ClassroomChangeBody,
                   NewClassSessionBody, ClassSessionChangeBody, ClassroomBody, ClassSessionBody,
                   AddedSessionsBody, CreatedClassroomBody, CalendarAddressBody, ClassTieBody, MatchBody,
                   LectureDetailBody, TieBody, CreateSession, TaskIdsBody, StartedTasksBody, MessageBody,
                   MergeSessions, DownloadTaskBody, DownloadSessionBody, ClientBody, ClientSessionsBody>();
    schemas["Problem"] = json::parse(R"({
        "type": "object",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": {"type": "string"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string"},
            "errors": {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string"}}}
        }
    })");
    return schemas;
}

// "Session[]" is a list of Session.
json::object reference(const json::object& schemas, std::string name) {
    const bool list = name.ends_with("[]");
    if (list) name.resize(name.size() - 2);
    if (!schemas.contains(name)) throw std::logic_error("a route names the unknown schema " + name);
    json::object ref{{"$ref", "#/components/schemas/" + name}};
    return list ? json::object{{"type", "array"}, {"items", std::move(ref)}} : ref;
}

json::object content(const char* type, json::object schema) {
    return {{type, {{"schema", std::move(schema)}}}};
}

json::array parameters_of(const http::Route& route) {
    const std::string& pattern = route.pattern;
    json::array parameters;
    for (std::size_t at = pattern.find('{'); at != std::string::npos; at = pattern.find('{', at + 1)) {
        const std::string name = pattern.substr(at + 1, pattern.find('}', at) - at - 1);
        parameters.push_back(
            {{"name", name}, {"in", "path"}, {"required", true}, {"schema", {{"type", "string"}}}});
    }
    for (const std::string& name : route.query)
        parameters.push_back({{"name", name}, {"in", "query"}, {"schema", {{"type", "string"}}}});
    return parameters;
}

json::object operation_of(const http::Route& route, const json::object& schemas) {
    json::object operation{{"summary", route.summary}};
    if (json::array parameters = parameters_of(route); !parameters.empty())
        operation["parameters"] = std::move(parameters);
    if (!route.request_schema.empty())
        operation["requestBody"] = {
            {"content", content("application/json", reference(schemas, route.request_schema))}};
    else if (route.streams_body)
        operation["requestBody"] = {
            {"content", content("application/octet-stream", {{"type", "string"}, {"format", "binary"}})}};

    json::object success{{"description", "Success"}};
    if (!route.response_schema.empty())
        success["content"] = content("application/json", reference(schemas, route.response_schema));
    operation["responses"] = {
        {std::to_string(route.success), std::move(success)},
        {"default",
         {{"description", "What went wrong"},
          {"content", content("application/problem+json", {{"$ref", "#/components/schemas/Problem"}})}}}};
    if (route.access != http::Access::open) operation["security"] = {{{"token", json::array()}}};
    return operation;
}

}  // namespace

std::string openapi_text(const http::Router& router) {
    json::object schemas = all_schemas();
    json::object paths;
    for (const http::Route& route : router.routes()) {
        if (route.alias) continue;
        std::string method(http::to_text(route.method));
        for (char& c : method)
            c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        if (!paths.contains(route.pattern)) paths[route.pattern] = json::object();
        paths[route.pattern].as_object()[method] = operation_of(route, schemas);
    }
    const json::object document{
        {"openapi", "3.0.3"},
        {"info",
         {{"title", "Lectern"},
          {"version", version},
          {"description", "/api/client, /api/start and /api/tasks answer without /api, too."}}},
        {"paths", std::move(paths)},
        {"components",
         {{"schemas", std::move(schemas)},
          {"securitySchemes", {{"token", {{"type", "http"}, {"scheme", "bearer"}}}}}}},
    };
    return json::serialize(document);
}

}  // namespace lectern::api
