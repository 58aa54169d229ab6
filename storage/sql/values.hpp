#pragma once

#include "domain/base/time.hpp"
#include "storage/sql/value.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace lectern::storage {

// How members of our types are written to the database and read from it.

// Throws std::invalid_argument for text that is not UTF-8 or contains NUL. Both drivers call it, so that they
// refuse the same text.
void check_parameters(std::span<const Value> parameters);

inline Value to_value(std::int64_t number) {
    return number;
}
inline Value to_value(int number) {
    return std::int64_t{number};
}
inline Value to_value(bool truth) {
    return std::int64_t{truth};
}
inline Value to_value(double number) {
    return number;
}
inline Value to_value(const std::string& text) {
    return text;
}
Value to_value(const char*) = delete;  // it would be converted to bool
inline Value to_value(Timestamp moment) {
    return static_cast<std::int64_t>(moment.time_since_epoch().count());
}
template<class T>
Value to_value(const std::optional<T>& value) {
    return value ? to_value(*value) : Value(nullptr);
}

inline Timestamp to_timestamp(std::int64_t milliseconds) {
    return Timestamp(std::chrono::milliseconds(milliseconds));
}

// These throw std::logic_error for a value of another type: a bug in the statement. `column` is for the
// message.
const std::string& text_of(const Value& value, std::string_view column);
void read_value(const Value& value, std::string_view column, std::int64_t& to);
void read_value(const Value& value, std::string_view column, int& to);
void read_value(const Value& value, std::string_view column, bool& to);
void read_value(const Value& value, std::string_view column, double& to);
void read_value(const Value& value, std::string_view column, std::string& to);
void read_value(const Value& value, std::string_view column, Timestamp& to);
template<class T>
void read_value(const Value& value, std::string_view column, std::optional<T>& to) {
    if (std::holds_alternative<std::nullptr_t>(value))
        to.reset();
    else
        read_value(value, column, to.emplace());
}

}  // namespace lectern::storage
