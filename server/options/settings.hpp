#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace lectern::options {

// All options as plain values, for example settings.server.port. Each row of options.inc gives one member and
// its default. server/part_options.hpp converts them to the options of each part of the program.
struct Settings {
#define SECTION(section) struct {
#define END(section) \
    }                \
    section;
#define TEXT(section, name, ...) std::string name;
#define CHOICE(section, name, ...) std::string name;
#define NUMBER(section, name, flag, type, ...) type name;
#define TRUTH(section, name, ...) bool name;
#define LIST(section, name, ...) std::vector<std::string> name;
#include "server/options/options.inc"
};

}  // namespace lectern::options
