#pragma once

#include "storage/sql/value.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lectern::storage {

using ColumnNames = std::vector<std::string>;

// One row of an answer. Its columns have the names that the statement gives them: `SELECT count(*) AS n`. The
// accessors throw std::logic_error for a column that does not exist or has another type: a bug in the
// statement.
class Row {
public:
    // All rows of an answer share `names`.
    Row(std::shared_ptr<const ColumnNames> names, std::vector<Value> values)
        : names_(std::move(names)), values_(std::move(values)) {}

    std::int64_t integer(std::string_view column) const;
    double real(std::string_view column) const;
    const std::string& text(std::string_view column) const;
    bool is_null(std::string_view column) const;
    std::optional<std::int64_t> optional_integer(std::string_view column) const;
    std::optional<double> optional_real(std::string_view column) const;
    std::optional<std::string> optional_text(std::string_view column) const;

    // The place of the column "alias.column", or "column" if the alias is empty. Looks at `expected` first,
    // which is usually right.
    std::size_t place_of(std::string_view alias, std::string_view column, std::size_t expected) const;
    const Value& at(std::size_t place) const { return values_.at(place); }

private:
    const Value& value(std::string_view column) const { return at(place_of({}, column, 0)); }

    std::shared_ptr<const ColumnNames> names_;
    std::vector<Value> values_;
};

}  // namespace lectern::storage
