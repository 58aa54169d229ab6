#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace lectern::options {

// Everything that can be configured, with plain types: settings.server.port and so on, a member for each row
// of options.inc. Each part of the program gets what it needs from here (server/part_options.hpp). The
// defaults stand in the rows.
struct Settings {
#define SECTION(section) struct {
#define END(section) \
    }                \
    section;
#define TEXT(section, name, ...) std::string name;
#define SECRET(section, name, ...) std::string name;
#define CHOICE(section, name, ...) std::string name;
#define NUMBER(section, name, flag, type, ...) type name;
#define TRUTH(section, name, ...) bool name;
#define LIST(section, name, ...) std::vector<std::string> name;
#include "server/options/options.inc"
};

}  // namespace lectern::options
