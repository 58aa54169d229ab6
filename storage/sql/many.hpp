#pragma once

#include "storage/sql/database.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace lectern::storage {

// Statements for many rows at once: a round trip for each row would be the price of the whole. They come in
// three sizes, since each text is prepared once for each connection and kept.

// Runs `before` "($1, $2), ($3, $4)" `after` for all rows, which have equally many values.
void for_rows(Transaction& tx, const std::string& before, std::span<const std::vector<Value>> rows,
              const std::string& after = "");

// Runs `before` "($1, $2, $3)" for all numbers: "DELETE FROM t WHERE id IN ".
void for_numbers(Transaction& tx, const std::string& before, std::span<const std::int64_t> numbers);

}  // namespace lectern::storage
