#include "server/options/option_table.hpp"

#include "domain/base/ascii.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <string_view>
#include <type_traits>
#include <variant>

namespace lectern::options {
namespace {

// A member of the settings.
template<class Member>
using Field = Member& (*)(Settings&);

// The kinds of options in options.inc. fallback() and type() are texts for people. take() reads a value and
// sets the member of the settings; it returns "", or a message that continues the option's name.
struct Text {
    Field<std::string> field;
    const char* start;

    std::string fallback() const { return start; }
    std::string type() const { return "text"; }
    std::string take(Settings& settings, const std::string& value) const {
        field(settings) = value;
        return "";
    }
};

struct Choice {
    Field<std::string> field;
    const char* choices;  // "first or second"

    std::vector<std::string> all() const {
        constexpr std::string_view between = " or ";
        std::vector<std::string> found;
        for (std::string_view rest = choices;;) {
            const std::size_t end = rest.find(between);
            found.emplace_back(rest.substr(0, end));
            if (end == rest.npos) return found;
            rest.remove_prefix(end + between.size());
        }
    }
    std::string fallback() const { return all().front(); }
    std::string type() const { return choices; }
    std::string take(Settings& settings, const std::string& value) const {
        const auto known = all();
        if (std::find(known.begin(), known.end(), value) == known.end())
            return "must be " + type() + ", not '" + value + "'";
        field(settings) = value;
        return "";
    }
};

template<class N>
struct Number {
    Field<N> field;
    N start, lowest, highest;

    static std::string shown(N number) {
        char buffer[32];
        return std::string(buffer, std::to_chars(buffer, buffer + sizeof buffer, number).ptr);
    }
    std::string fallback() const { return shown(start); }
    std::string type() const {
        return (std::is_integral_v<N> ? "integer " : "number ") + shown(lowest) + ".." + shown(highest);
    }
    std::string take(Settings& settings, const std::string& value) const {
        N number{};
        const char* const end = value.data() + value.size();
        const auto read = std::from_chars(value.data(), end, number);
        if (value.empty() || read.ec != std::errc() || read.ptr != end)
            return "is not a number: '" + value + "'";
        if (!(number >= lowest && number <= highest)) return "is out of range: " + value;
        field(settings) = number;
        return "";
    }
};

struct Truth {
    Field<bool> field;
    bool start;

    std::string fallback() const { return start ? "true" : "false"; }
    std::string type() const { return "true or false"; }
    std::string take(Settings& settings, const std::string& value) const {
        if (value != "true" && value != "false") return "must be true or false, not '" + value + "'";
        field(settings) = value == "true";
        return "";
    }
};

struct List {
    Field<std::vector<std::string>> field;

    std::string fallback() const { return ""; }
    std::string type() const { return "list, with commas"; }
    std::string take(Settings& settings, const std::string& value) const {
        field(settings).clear();
        for (std::size_t at = 0; at < value.size();) {
            const std::size_t comma = std::min(value.find(',', at), value.size());
            if (comma > at) field(settings).push_back(value.substr(at, comma - at));
            at = comma + 1;
        }
        return "";
    }
};

struct Row {
    const char* key;
    const char* flag;
    const char* help;
    std::variant<Text, Choice, Number<int>, Number<std::int64_t>, Number<double>, Truth, List> kind;
};

#define FIELD(section, name)           \
    [](Settings & settings) -> auto& { \
        return settings.section.name;  \
    }
#define SECTION(section)
#define END(section)
#define TEXT(section, name, flag, start, help) \
    {#section "." #name, flag, help, Text{FIELD(section, name), start}},
#define CHOICE(section, name, flag, choices, help) \
    {#section "." #name, flag, help, Choice{FIELD(section, name), choices}},
#define NUMBER(section, name, flag, type, start, lowest, highest, help) \
    {#section "." #name, flag, help, Number<type>{FIELD(section, name), start, lowest, highest}},
#define TRUTH(section, name, flag, start, help) \
    {#section "." #name, flag, help, Truth{FIELD(section, name), start}},
#define LIST(section, name, flag, help) {#section "." #name, flag, help, List{FIELD(section, name)}},

constexpr Row rows[] = {
#include "server/options/options.inc"
};
#undef FIELD

Option option_of(const Row& row) {
    Option option{row.key, row.flag, "", "", row.help, {}};
    std::visit(
        [&](const auto& kind) {
            option.fallback = kind.fallback();
            option.type = kind.type();
        },
        row.kind);
    option.apply = [&row](Settings& settings, const std::string& value) {
        return std::visit([&](const auto& kind) { return kind.take(settings, value); }, row.kind);
    };
    return option;
}

std::vector<Option> make_table() {
    std::vector<Option> table;
    for (const Row& row : rows)
        table.push_back(option_of(row));
    return table;
}

}  // namespace

std::string Option::environment() const {
    std::string name = "LECTERN_" + key;
    for (char& c : name)
        c = c == '.' ? '_' : ascii::upper(c);
    return name;
}

const std::vector<Option>& option_table() {
    static const std::vector<Option> table = make_table();
    return table;
}

std::string example_file() {
    std::string text, section;
    for (const Option& o : option_table()) {
        const std::size_t dot = o.key.find('.');
        if (o.key.substr(0, dot) != section) {
            section = o.key.substr(0, dot);
            text += (text.empty() ? "[" : "\n[") + section + "]\n";
        }
        const bool bare =
            o.type == "true or false" || o.type.starts_with("integer") || o.type.starts_with("number");
        const std::string value = o.type.starts_with("list") ? "[]"
                                  : bare                     ? o.fallback
                                                             : "\"" + o.fallback + "\"";
        text += "# " + o.help + " (" + o.type + ").\n#" + o.key.substr(dot + 1) + " = " + value + "\n";
    }
    return text;
}

std::string markdown_table() {
    std::string text = "| option | flag | default | meaning |\n| --- | --- | --- | --- |\n";
    for (const Option& o : option_table())
        text += "| `" + o.key + "` | `" + o.flag + "` | " +
                (o.fallback.empty() ? "" : "`" + o.fallback + "`") + " | " + o.help + " (" + o.type + ") |\n";
    return text;
}

}  // namespace lectern::options
