#include "server/http/parse/field_parameters.hpp"

#include "domain/base/ascii.hpp"
#include "server/http/parse/field_list.hpp"

#include <algorithm>
#include <cstddef>

namespace lectern::http {
namespace {

// Where the parameter that begins at the front of `text` ends: at a semicolon outside of quotes.
std::size_t parameter_end(std::string_view text) {
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (quoted && text.substr(i).starts_with("\\\"")) {
            ++i;
        } else if (text[i] == '"') {
            quoted = !quoted;
        } else if (text[i] == ';' && !quoted) {
            return i;
        }
    }
    return text.size();
}

std::string unquoted(std::string_view text) {
    if (text.size() < 2 || !text.starts_with('"') || !text.ends_with('"')) return std::string(text);
    text = text.substr(1, text.size() - 2);
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text.substr(i).starts_with("\\\"")) ++i;
        plain += text[i];
    }
    return plain;
}

}  // namespace

std::string_view without_parameters(std::string_view field) {
    return ascii::trimmed(field.substr(0, field.find(';')), optional_space);
}

std::optional<std::string> field_parameter(std::string_view field, std::string_view name) {
    field.remove_prefix(std::min(field.size(), field.find(';')));
    while (!field.empty()) {
        field.remove_prefix(1);  // the semicolon
        const std::size_t end = parameter_end(field);
        const std::string_view parameter = field.substr(0, end);
        field.remove_prefix(end);
        const std::size_t equals = parameter.find('=');
        if (equals == std::string_view::npos) continue;
        if (ascii::equal_ignoring_case(ascii::trimmed(parameter.substr(0, equals), optional_space), name))
            return unquoted(ascii::trimmed(parameter.substr(equals + 1), optional_space));
    }
    return std::nullopt;
}

}  // namespace lectern::http
