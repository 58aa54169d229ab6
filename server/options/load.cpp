#include "server/options/load.hpp"

#include "server/options/option_table.hpp"

#include <algorithm>
#include <map>
#include <sstream>

#define TOML_EXCEPTIONS 1
#include <toml++/toml.h>

namespace lectern::options {
namespace {

const Option* row_by(const std::string Option::*member, const std::string& value) {
    for (const Option& option : option_table())
        if (option.*member == value) return &option;
    return nullptr;
}

// A TOML value as the text that the options table reads; nullopt if no option can have such a value.
std::optional<std::string> as_text(const toml::node& node) {
    if (const auto* text = node.as_string()) return text->get();
    if (const auto* number = node.as_integer()) return std::to_string(number->get());
    if (const auto* truth = node.as_boolean()) return truth->get() ? "true" : "false";
    if (const auto* real = node.as_floating_point()) {
        std::ostringstream text;
        text << real->get();
        return text.str();
    }
    if (const auto* array = node.as_array()) {
        std::string joined;
        for (const toml::node& item : *array) {
            const auto* text = item.as_string();
            if (!text || text->get().find(',') != std::string::npos) return {};
            joined += (joined.empty() ? "" : ",") + text->get();
        }
        return joined;
    }
    return {};
}

class Loader {
public:
    void take_defaults() {
        for (const Option& option : option_table())
            set(option, option.fallback, "default of " + option.key);
    }

    void take_file(const std::string& path) {
        toml::table file;
        try {
            file = toml::parse_file(path);
        } catch (const toml::parse_error& error) {
            const auto& place = error.source().begin;
            if (place.line == 0)  // the file cannot be read
                mistakes_.push_back(path + ": " + std::string(error.description()));
            else  // the parser's own words would quote the file, which may contain passwords
                mistakes_.push_back(path + ": not TOML at line " + std::to_string(place.line) + ", column " +
                                    std::to_string(place.column) +
                                    ". A line is: name = value; texts are in quotation marks");
            return;
        }
        for (const auto& [section, node] : file) {
            const auto* table = node.as_table();
            if (!table) {
                mistakes_.push_back(path + ": unknown key " + std::string(section.str()));
                continue;
            }
            for (const auto& [name, value] : *table)
                take_entry(path, section, name, value);
        }
    }

    void take_environment(const std::vector<std::pair<std::string, std::string>>& variables) {
        std::map<std::string, const Option*> known;
        for (const Option& option : option_table())
            known[option.environment()] = &option;
        for (const auto& [name, value] : variables) {
            if (!name.starts_with("LECTERN_")) continue;
            const auto found = known.find(name);
            if (found != known.end())
                set(*found->second, value, name);
            else if (name != "LECTERN_CONFIG" && name != "LECTERN_CACHE")
                mistakes_.push_back("unknown environment variable " + name);
        }
    }

    void take_flags(const std::vector<std::pair<std::string, std::string>>& flags) {
        for (const auto& [flag, value] : flags) {
            if (const Option* option = row_by(&Option::flag, flag))
                set(*option, value, flag);
            else
                mistakes_.push_back("unknown option " + flag);
        }
    }

    Loaded finish() {
        check_together();
        if (!mistakes_.empty()) return {std::nullopt, std::move(mistakes_)};
        return {std::move(settings_), {}};
    }

private:
    void take_entry(const std::string& path, const toml::key& section, const toml::key& name,
                    const toml::node& value) {
        const std::string key = std::string(section.str()) + "." + std::string(name.str());
        const Option* option = row_by(&Option::key, key);
        if (!option) {
            mistakes_.push_back(path + ": unknown key " + key);
        } else if (const auto text = as_text(value)) {
            set(*option, *text, path + ": " + key);
        } else {
            mistakes_.push_back(path + ": " + key + " must be " + option->type);
        }
    }

    void set(const Option& option, const std::string& value, const std::string& where) {
        if (const std::string mistake = option.apply(settings_, value); !mistake.empty())
            mistakes_.push_back(where + " " + mistake);
    }

    void check_together() {
        if (settings_.server.tls_cert.empty() != settings_.server.tls_key.empty())
            mistakes_.push_back("--tls-cert and --tls-key must be given together");
        if (settings_.topics.shortest_seconds > settings_.topics.longest_seconds)
            mistakes_.push_back("--topics-shortest-seconds must not be larger than --topics-longest-seconds");
        if (settings_.speech.engine == "remote" && settings_.speech.remote_url.empty())
            mistakes_.push_back("--speech-engine remote needs --speech-remote-url");
        if (!settings_.topics.chat_url.empty() && settings_.topics.chat_model.empty())
            mistakes_.push_back("--topics-chat-url needs --topics-chat-model");
    }

    Settings settings_{};
    std::vector<std::string> mistakes_;
};

}  // namespace

Loaded load(const Sources& sources) {
    Loader loader;
    loader.take_defaults();
    if (!sources.file.empty()) loader.take_file(sources.file);
    loader.take_environment(sources.environment);
    loader.take_flags(sources.flags);
    return loader.finish();
}

}  // namespace lectern::options
