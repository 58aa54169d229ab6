#include "storage/sql/bulk.hpp"

#include <algorithm>
#include <array>
#include <functional>

namespace lectern::storage {
namespace {

constexpr std::array<std::size_t, 4> sizes{500, 50, 5, 1};

// Splits 0..count into pieces that have one of the `sizes`, and calls `run` for each.
void in_pieces(std::size_t count, const std::function<void(std::size_t first, std::size_t size)>& run) {
    for (std::size_t first = 0; first < count;) {
        const auto size = *std::ranges::find_if(sizes, [&](std::size_t s) { return s <= count - first; });
        run(first, size);
        first += size;
    }
}

// "$4, $5, $6"
std::string parameters(std::size_t first, std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i)
        text += (i ? ", $" : "$") + std::to_string(first + i);
    return text;
}

// "($3, $4, $1, $2), ($5, $6, $1, $2)": rows of two values each that share the first two parameters.
std::string tuples(std::size_t rows, std::size_t width, std::size_t shared) {
    const std::string end = (shared ? ", " + parameters(1, shared) : "") + ")";
    std::string text;
    for (std::size_t row = 0; row < rows; ++row)
        text += (row ? ", (" : "(") + parameters(shared + 1 + row * width, width) + end;
    return text;
}

}  // namespace

void for_rows(Transaction& tx, const Statement& begin, std::span<const std::vector<Value>> rows,
              std::string_view end, std::span<const Value> shared) {
    Statement statement{begin.name, {}};
    std::size_t rows_in_statement = 0;
    in_pieces(rows.size(), [&](std::size_t first, std::size_t size) {
        const std::size_t width = rows[first].size();
        if (size != rows_in_statement) {
            statement.text = begin.text + tuples(size, width, shared.size()) + std::string(end);
            rows_in_statement = size;
        }
        std::vector<Value> values(shared.begin(), shared.end());
        values.reserve(shared.size() + size * width);
        for (const std::vector<Value>& row : rows.subspan(first, size))
            values.insert(values.end(), row.begin(), row.end());
        tx.query(statement, values);
    });
}

void for_numbers(Transaction& tx, const Statement& begin, std::span<const std::int64_t> numbers) {
    in_pieces(numbers.size(), [&](std::size_t first, std::size_t size) {
        const auto piece = numbers.subspan(first, size);
        tx.query({begin.name, begin.text + "(" + parameters(1, size) + ")"},
                 std::vector<Value>(piece.begin(), piece.end()));
    });
}

}  // namespace lectern::storage
