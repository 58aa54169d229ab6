#pragma once

#include "server/wire/fields.hpp"

#include <string_view>

#include <boost/json.hpp>

namespace lectern::wire {

// The OpenAPI schema of one type. The bodies inside it are references.
boost::json::object schema_of(const Describe& describe);

// A reference {"$ref": ...} to a schema of the document.
boost::json::object reference_to(std::string_view schema);

// The schemas of body types by their names, for one OpenAPI document.
class Schemas {
public:
    // Adds the schemas of a type and of the bodies inside it. Throws std::logic_error if another type has the
    // same name.
    void add(std::string_view name, const Describe& describe);
    const boost::json::object& all() const { return all_; }

private:
    boost::json::object all_;
};

}  // namespace lectern::wire
