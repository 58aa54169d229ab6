#pragma once

#include "storage/sql/column.hpp"
#include "storage/sql/row.hpp"
#include "storage/sql/statement.hpp"

#include <array>
#include <cstddef>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lectern::storage {

// The parts of Columns<T> that do not depend on T.
namespace column_list {
std::string select_list(std::span<const ColumnAccess> columns, std::string_view alias);
std::string insert_list(std::span<const ColumnAccess> columns);
std::string placeholders(std::span<const ColumnAccess> columns);
std::string assignments(std::span<const ColumnAccess> columns);
std::vector<Value> values(std::span<const ColumnAccess> columns, const void* object);
void read(std::span<const ColumnAccess> columns, const Row& row, std::string_view alias, void* object);
}  // namespace column_list

// The columns of a type. Each member and its column are named here, and only here:
//
//     constexpr Columns<Snippet> snippet_columns{
//         column<&Snippet::id>("id", filled_by_database),
//         column<&Snippet::clip, &Clip::file>("clip_file"),    // a member of a member
//         word_column<parse_state, &Snippet::state>("state"),  // an enum, stored as its word
//     };
//
// It gives the list for SELECT and RETURNING, the text and the values of INSERT and UPDATE, and reads rows by
// the names of their columns. A member that contains others may be optional, such as `clip`: it is empty if
// all its columns are NULL.
template<class T>
class Columns {
public:
    constexpr Columns(std::initializer_list<Column<T>> columns) {
        for (const Column<T>& column : columns)
            columns_.at(size_++) = column;
    }

    // The columns of both, one after the other.
    constexpr Columns(const Columns& first, const Columns& second) : Columns(first) {
        for (std::size_t i = 0; i < second.size_; ++i)
            columns_.at(size_++) = second.columns_.at(i);
    }

    // "id, name"; with the alias of a table: `l.id AS "l.id", l.name AS "l.name"`. Rows are read with the
    // same alias.
    std::string list(std::string_view alias = {}) const { return column_list::select_list(all(), alias); }

    // "INSERT INTO tokens (id, name) VALUES ($1, $2)", with values() as its parameters. Columns that the
    // database fills are left out.
    std::string insert_into(std::string_view table) const {
        return insert_rows_into(table) + column_list::placeholders(all());
    }
    // The same up to VALUES, for for_rows().
    std::string insert_rows_into(std::string_view table) const {
        return "INSERT INTO " + std::string(table) + " (" + column_list::insert_list(all()) + ") VALUES ";
    }

    // "name = $2, error = $3" for an UPDATE with values() as its parameters; the first column is the key $1.
    std::string assignments() const { return column_list::assignments(all()); }

    std::vector<Value> values(const T& object) const { return column_list::values(all(), &object); }
    // The same behind the values of other parameters.
    std::vector<Value> values(std::vector<Value> before, const T& object) const {
        for (Value& value : values(object))
            before.push_back(std::move(value));
        return before;
    }

    T read(const Row& row, std::string_view alias = {}) const {
        T object{};
        read_into(object, row, alias);
        return object;
    }
    void read_into(T& object, const Row& row, std::string_view alias = {}) const {
        column_list::read(all(), row, alias, &object);
    }
    std::vector<T> read_all(const std::vector<Row>& rows, std::string_view alias = {}) const {
        std::vector<T> objects;
        objects.reserve(rows.size());
        for (const Row& row : rows)
            read_into(objects.emplace_back(), row, alias);
        return objects;
    }
    // The first row, if there is one.
    std::optional<T> read_first(const std::vector<Row>& rows, std::string_view alias = {}) const {
        if (rows.empty()) return std::nullopt;
        return read(rows.front(), alias);
    }

private:
    std::span<const ColumnAccess> all() const { return {columns_.data(), size_}; }

    std::array<ColumnAccess, 32> columns_{};
    std::size_t size_ = 0;
};

}  // namespace lectern::storage
