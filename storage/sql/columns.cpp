#include "storage/sql/columns.hpp"

namespace lectern::storage {
namespace {

// The results of `take` for all columns that the program fills, separated by commas.
template<class Take>
std::string joined(std::span<const ColumnAccess> columns, const Take& take) {
    std::string text;
    for (const ColumnAccess& column : columns) {
        if (column.filled) continue;
        if (!text.empty()) text += ", ";
        text += take(column);
    }
    return text;
}

}  // namespace

namespace column_list {

std::string select_list(std::span<const ColumnAccess> columns, std::string_view alias) {
    std::string text;
    for (const ColumnAccess& column : columns) {
        if (!text.empty()) text += ", ";
        if (alias.empty()) {
            text += column.name;
        } else {
            const std::string name = std::string(alias) + "." + std::string(column.name);
            text += name + " AS \"" + name + "\"";
        }
    }
    return text;
}

std::string insert_list(std::span<const ColumnAccess> columns) {
    return joined(columns, [](const ColumnAccess& column) { return std::string(column.name); });
}

std::string placeholders(std::span<const ColumnAccess> columns) {
    int number = 0;
    return "(" + joined(columns, [&](const ColumnAccess&) { return "$" + std::to_string(++number); }) + ")";
}

std::string assignments(std::span<const ColumnAccess> columns) {
    int number = 1;
    return joined(columns.subspan(1), [&](const ColumnAccess& column) {
        return std::string(column.name) + " = $" + std::to_string(++number);
    });
}

std::vector<Value> values(std::span<const ColumnAccess> columns, const void* object) {
    std::vector<Value> values;
    values.reserve(columns.size());
    for (const ColumnAccess& column : columns)
        if (!column.filled) values.push_back(column.write(object));
    return values;
}

void read(std::span<const ColumnAccess> columns, const Row& row, std::string_view alias, void* object) {
    std::size_t expected = 0;
    for (const ColumnAccess& column : columns) {
        const std::size_t place = row.place_of(alias, column.name, expected);
        column.read(row.at(place), column.name, object);
        expected = place + 1;
    }
}

}  // namespace column_list

void column_path::unknown_word(std::string_view column, const std::string& word) {
    throw std::runtime_error("the column " + std::string(column) + " holds an unknown word: " + word);
}

}  // namespace lectern::storage
