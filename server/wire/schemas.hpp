#pragma once

#include "server/wire/fields.hpp"

#include <string_view>

#include <boost/json.hpp>

namespace lectern::wire {

// The OpenAPI schema of one type; the bodies inside it are named, not described.
boost::json::object schema_of(const Describe& describe);

// {"$ref": ...} to a schema of the document.
boost::json::object reference_to(std::string_view schema);

// The schemas of body types by their names, for one OpenAPI document.
class Schemas {
public:
    // With the bodies inside it. Throws std::logic_error when another type has the name.
    void add(std::string_view name, const Describe& describe);
    const boost::json::object& all() const { return all_; }

private:
    boost::json::object all_;
};

}  // namespace lectern::wire
