#include "server/wire/rules.hpp"

#include "domain/base/characters.hpp"

#include <algorithm>

namespace lectern::wire {
namespace {

bool has_control_character(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](unsigned char c) {
        return c == 0x7F || (c < 0x20 && c != '\n' && c != '\t' && c != '\r');
    });
}

std::string one_of(const std::vector<std::string_view>& choices) {
    if (choices.size() == 2) return "must be " + std::string(choices[0]) + " or " + std::string(choices[1]);
    std::string message = "must be one of";
    for (const auto& choice : choices)
        message += (&choice == &choices[0] ? " " : ", ") + std::string(choice);
    return message;
}

}  // namespace

std::optional<std::string> mistake_in(std::string_view text, const TextRule& rule) {
    const std::size_t length = count_characters(text);
    if (length < rule.min)
        return rule.min == 1 ? std::string("must not be empty")
                             : "must have at least " + std::to_string(rule.min) + " characters";
    if (length > rule.max) return "must have at most " + std::to_string(rule.max) + " characters";
    if (rule.plain && has_control_character(text)) return "must not contain control characters";
    if (!rule.one_of.empty() && std::find(rule.one_of.begin(), rule.one_of.end(), text) == rule.one_of.end())
        return one_of(rule.one_of);
    return std::nullopt;
}

std::optional<std::string> mistake_in(double number, const NumberRule& rule) {
    if (number < rule.min) return "must be at least " + shown(rule.min);
    if (number > rule.max) return "must be at most " + shown(rule.max);
    return std::nullopt;
}

std::string shown(double number) {
    const auto whole = static_cast<long long>(number);
    return static_cast<double>(whole) == number ? std::to_string(whole) : std::to_string(number);
}

}  // namespace lectern::wire
