#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

// The log on standard error: a line each for people, or one JSON object a line for programs. All functions
// are thread-safe, but for start(). A line of a level that is not wanted is never put together.
namespace lectern::log {

enum class Level { debug, info, warn, error };

// What stands in the place of a {}. It refers to texts and does not own them.
class Value {
public:
    Value(std::string_view text) : text_(text) {}
    Value(const std::string& text) : text_(text) {}
    Value(const char* text) : text_(text) {}
    Value(std::integral auto number) : kind_(Kind::whole), whole_(static_cast<std::int64_t>(number)) {}
    Value(double number) : kind_(Kind::fraction), fraction_(number) {}  // written with one decimal place

    void append_to(std::string& line) const;

private:
    enum class Kind { text, whole, fraction };
    Kind kind_ = Kind::text;
    union {
        std::string_view text_;
        std::int64_t whole_;
        double fraction_;
    };
};

// A literal with a {} for each value; another number of them is an error of the compiler.
template<std::size_t values>
struct Format {
    std::string_view text;
    consteval Format(const char* literal) : text(literal) {
        std::size_t places = 0;
        for (std::size_t at = 0; (at = text.find("{}", at)) != text.npos; at += 2)
            ++places;
        if (places != values) throw "a {} for each value";
    }
};

// Lines below `level` ("debug", "info", "warn", "error") are left out from now on. Before it is called all
// lines from info on are written, for people. Call once, before other threads run.
void start(const std::string& level, bool json_lines);

void write(Level level, std::string_view format, std::initializer_list<Value> values);

template<class... Values>
void info(Format<sizeof...(Values)> format, const Values&... values) {
    write(Level::info, format.text, {values...});
}
template<class... Values>
void warn(Format<sizeof...(Values)> format, const Values&... values) {
    write(Level::warn, format.text, {values...});
}
template<class... Values>
void error(Format<sizeof...(Values)> format, const Values&... values) {
    write(Level::error, format.text, {values...});
}

}  // namespace lectern::log
