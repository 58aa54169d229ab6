#pragma once

#include "server/options/settings.hpp"

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace lectern::options {

// Where values come from, weakest first: defaults < file < environment < flags.
struct Sources {
    std::string file;                                              // path of a TOML file; "" = none
    std::vector<std::pair<std::string, std::string>> environment;  // all variables
    std::vector<std::pair<std::string, std::string>> flags;        // "--port" -> "8080"
};

struct Loaded {
    std::optional<Settings> settings;
    std::vector<std::string> mistakes;  // all of them at once; settings is empty when there is any
};

Loaded load(const Sources& sources);

}  // namespace lectern::options
