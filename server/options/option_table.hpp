#pragma once

#include "server/options/settings.hpp"

#include <functional>
#include <string>
#include <vector>

namespace lectern::options {

// One option, made from its row in options.inc.
struct Option {
    std::string key;       // in the TOML file: "server.port"
    std::string flag;      // "--port"
    std::string fallback;  // the default, as a person writes it; "" = empty
    std::string type;      // "text", "integer 0..65535", "true or false", "list", ...: for people
    std::string help;      // one sentence
    // Reads the text and sets the member of the settings. Returns "", or a message that continues the
    // option's name.
    std::function<std::string(Settings&, const std::string& text)> apply;

    std::string environment() const;  // "LECTERN_SERVER_PORT"
};

const std::vector<Option>& option_table();

// An example TOML file, and the Markdown table of the README.
std::string example_file();
std::string markdown_table();

}  // namespace lectern::options
