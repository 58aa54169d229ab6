#include "storage/sql/database.hpp"

#include <utility>

namespace lectern::storage {
namespace {

template<class T>
const T& as(const Value& value, std::size_t column) {
    if (const T* found = std::get_if<T>(&value)) return *found;
    throw std::logic_error("column " + std::to_string(column) + " of a row has another type than expected");
}

template<class T>
std::optional<T> optional_as(const Value& value, std::size_t column) {
    if (std::holds_alternative<std::nullptr_t>(value)) return std::nullopt;
    return as<T>(value, column);
}

}  // namespace

const Value& Row::at(std::size_t column) const {
    if (column >= values_.size()) throw std::logic_error("a row has no column " + std::to_string(column));
    return values_[column];
}

std::int64_t Row::integer(std::size_t column) const {
    return as<std::int64_t>(at(column), column);
}
double Row::real(std::size_t column) const {
    // SQLite keeps whole numbers of a REAL column as integers, and a RETURNING clause gives them out so.
    if (const auto* whole = std::get_if<std::int64_t>(&at(column))) return static_cast<double>(*whole);
    return as<double>(at(column), column);
}
const std::string& Row::text(std::size_t column) const {
    return as<std::string>(at(column), column);
}
bool Row::is_null(std::size_t column) const {
    return std::holds_alternative<std::nullptr_t>(at(column));
}

std::optional<std::int64_t> Row::optional_integer(std::size_t column) const {
    return optional_as<std::int64_t>(at(column), column);
}

std::optional<double> Row::optional_real(std::size_t column) const {
    if (is_null(column)) return std::nullopt;
    return real(column);
}

std::optional<std::string> Row::optional_text(std::size_t column) const {
    return optional_as<std::string>(at(column), column);
}

}  // namespace lectern::storage
