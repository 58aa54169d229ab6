#pragma once

#include "storage/sql/database.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace lectern::storage {

// Statements for many rows at once, which save a round trip for each row. The rows are sent in pieces of a
// few fixed sizes, because each connection prepares and keeps a statement for each different text.

// Runs `begin` + "($1, $2), ($3, $4)" + `end` for all rows. An example of `begin` is "INSERT INTO t (a, b)
// VALUES ". All rows have the same number of values. `shared` are the last values of every row; they are sent
// once for each piece.
void for_rows(Transaction& tx, const Statement& begin, std::span<const std::vector<Value>> rows,
              std::string_view end = "", std::span<const Value> shared = {});

// Runs `begin` + "($1, $2, $3)" for all numbers. An example of `begin` is "DELETE FROM t WHERE id IN ".
void for_numbers(Transaction& tx, const Statement& begin, std::span<const std::int64_t> numbers);

}  // namespace lectern::storage
