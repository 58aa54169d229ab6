#pragma once

#include "server/options/settings.hpp"

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace lectern::options {

// The sources of values. The order is: defaults, file, environment, flags; a later one replaces an earlier
// one.
struct Sources {
    std::string file;                                              // path of a TOML file; "" = none
    std::vector<std::pair<std::string, std::string>> environment;  // all variables
    std::vector<std::pair<std::string, std::string>> flags;        // "--port" -> "8080"
};

struct Loaded {
    std::optional<Settings> settings;
    std::vector<std::string> mistakes;  // all mistakes; if there is one, `settings` is empty
};

Loaded load(const Sources& sources);

}  // namespace lectern::options
