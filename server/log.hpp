#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

// The log on standard error. Each message is one line: text for people, or a JSON object for programs. All
// functions except start() are thread-safe. A message below the chosen level is not formatted.
namespace lectern::log {

enum class Level { debug, info, warn, error };

// The value for one {} of a format. It refers to texts and does not own them.
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

// A literal with one {} for each value. With a wrong number of {} the call does not compile.
template<std::size_t values>
struct Format {
    std::string_view text;
    consteval Format(const char* literal) : text(literal) {
        std::size_t places = 0;
        for (std::size_t at = 0; (at = text.find("{}", at)) != text.npos; at += 2)
            ++places;
        if (places != values) throw "a format needs one {} for each value";
    }
};

// Sets the lowest level that is written ("debug", "info", "warn" or "error") and the form of the lines. Until
// it is called, the lines from "info" up are written as text. Call it once, before other threads run.
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
