#include "server/api/routes.hpp"

#include "server/wire/schemas.hpp"

#include <stdexcept>
#include <utility>

namespace lectern::api {
namespace {

void check_path_parameters(const std::string& pattern, const Operation& operation) {
    const boost::json::object schema =
        operation.parameters ? wire::schema_of(operation.parameters) : boost::json::object();
    for (std::size_t at = pattern.find('{'); at != std::string::npos; at = pattern.find('{', at + 1)) {
        const std::string name = pattern.substr(at + 1, pattern.find('}', at) - at - 1);
        if (schema.empty() || !schema.at("properties").as_object().contains(name))
            throw std::logic_error("the endpoint of " + pattern + " does not describe " + name);
    }
}

}  // namespace

void Routes::add(http::Route row, Endpoint endpoint) {
    check_path_parameters(row.pattern, endpoint.operation);
    row.handler = std::move(endpoint.handler);
    described_.push_back({router_.routes().size(), endpoint.operation});
    router_.add(std::move(row));
}

}  // namespace lectern::api
