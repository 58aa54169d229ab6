#include "storage/sql/values.hpp"

#include "domain/base/characters.hpp"

#include <stdexcept>

namespace lectern::storage {
namespace {

template<class T>
const T& as(const Value& value, std::string_view column) {
    if (const T* found = std::get_if<T>(&value)) return *found;
    throw std::logic_error("the column " + std::string(column) + " has another type than expected");
}

}  // namespace

void check_parameters(std::span<const Value> parameters) {
    for (const Value& parameter : parameters) {
        const auto* text = std::get_if<std::string>(&parameter);
        if (!text) continue;
        if (text->find('\0') != std::string::npos)
            throw std::invalid_argument("text for the store contains NUL");
        if (!is_utf8(*text)) throw std::invalid_argument("text for the store is not UTF-8");
    }
}

const std::string& text_of(const Value& value, std::string_view column) {
    return as<std::string>(value, column);
}

void read_value(const Value& value, std::string_view column, std::int64_t& to) {
    to = as<std::int64_t>(value, column);
}

void read_value(const Value& value, std::string_view column, int& to) {
    to = static_cast<int>(as<std::int64_t>(value, column));
}

void read_value(const Value& value, std::string_view column, bool& to) {
    to = as<std::int64_t>(value, column) != 0;
}

void read_value(const Value& value, std::string_view column, double& to) {
    // SQLite stores whole numbers of a REAL column as integers, and RETURNING yields them as integers.
    if (const auto* whole = std::get_if<std::int64_t>(&value))
        to = static_cast<double>(*whole);
    else
        to = as<double>(value, column);
}

void read_value(const Value& value, std::string_view column, std::string& to) {
    to = text_of(value, column);
}

void read_value(const Value& value, std::string_view column, Timestamp& to) {
    to = to_timestamp(as<std::int64_t>(value, column));
}

}  // namespace lectern::storage
