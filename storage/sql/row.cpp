#include "storage/sql/row.hpp"

#include "storage/sql/values.hpp"

#include <stdexcept>

namespace lectern::storage {
namespace {

bool is_name(std::string_view name, std::string_view alias, std::string_view column) {
    if (alias.empty()) return name == column;
    return name.size() == alias.size() + 1 + column.size() && name.starts_with(alias) &&
           name[alias.size()] == '.' && name.ends_with(column);
}

template<class T>
T read(const Value& value, std::string_view column) {
    T result{};
    read_value(value, column, result);
    return result;
}

}  // namespace

std::size_t Row::place_of(std::string_view alias, std::string_view column, std::size_t expected) const {
    const ColumnNames& names = *names_;
    if (expected < names.size() && is_name(names[expected], alias, column)) return expected;
    for (std::size_t place = 0; place < names.size(); ++place)
        if (is_name(names[place], alias, column)) return place;
    throw std::logic_error("a row has no column " + std::string(alias) + (alias.empty() ? "" : ".") +
                           std::string(column));
}

std::int64_t Row::integer(std::string_view column) const {
    return read<std::int64_t>(value(column), column);
}

double Row::real(std::string_view column) const {
    return read<double>(value(column), column);
}

const std::string& Row::text(std::string_view column) const {
    return text_of(value(column), column);
}

bool Row::is_null(std::string_view column) const {
    return std::holds_alternative<std::nullptr_t>(value(column));
}

std::optional<std::int64_t> Row::optional_integer(std::string_view column) const {
    return read<std::optional<std::int64_t>>(value(column), column);
}

std::optional<double> Row::optional_real(std::string_view column) const {
    return read<std::optional<double>>(value(column), column);
}

std::optional<std::string> Row::optional_text(std::string_view column) const {
    return read<std::optional<std::string>>(value(column), column);
}

}  // namespace lectern::storage
