#pragma once

#include "domain/base/time.hpp"

#include <string>

namespace lectern {

// Where a class meets online. A field is "" while it is unknown.
struct Meeting {
    std::string link, id, pass;

    bool operator==(const Meeting&) const = default;
};

struct Classroom {
    std::string id;  // UUID
    std::string name;
    std::string timezone;  // IANA name; "UTC" if none was given
    Meeting meeting;
    Timestamp created_at{};
    Timestamp updated_at{};
};

}  // namespace lectern
