#pragma once

#include "server/options/settings.hpp"

#include <functional>
#include <string>
#include <vector>

namespace lectern::options {

// All that is known of an option; made from its row in options.inc.
struct Option {
    std::string key;       // in the TOML file: "server.port"
    std::string flag;      // "--port"
    std::string fallback;  // as it would be written; "" = empty
    std::string type;      // "text", "integer 0..65535", "true or false", "list", ...: for people
    std::string help;      // one sentence
    bool secret;           // never printed
    // Puts the text into the settings; returns what is wrong with it, "" if nothing.
    std::function<std::string(Settings&, const std::string& text)> apply;

    std::string environment() const;  // "LECTERN_SERVER_PORT"
};

const std::vector<Option>& option_table();

// An example TOML file, and the README's Markdown table.
std::string example_file();
std::string markdown_table();

}  // namespace lectern::options
