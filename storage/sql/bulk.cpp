#include "storage/sql/bulk.hpp"

#include <algorithm>
#include <array>
#include <functional>

namespace lectern::storage {
namespace {

constexpr std::array<std::size_t, 3> sizes{100, 10, 1};

// Calls `run` with pieces of 0..count that have one of the sizes.
void in_pieces(std::size_t count, const std::function<void(std::size_t first, std::size_t size)>& run) {
    for (std::size_t first = 0; first < count;) {
        const auto size = *std::ranges::find_if(sizes, [&](std::size_t s) { return s <= count - first; });
        run(first, size);
        first += size;
    }
}

// "($4, $5, $6)"
std::string parameters(std::size_t first, std::size_t count) {
    std::string text = "(";
    for (std::size_t i = 0; i < count; ++i)
        text += (i ? ", $" : "$") + std::to_string(first + i);
    return text + ")";
}

}  // namespace

void for_rows(Transaction& tx, const Statement& begin, std::span<const std::vector<Value>> rows,
              std::string_view end) {
    in_pieces(rows.size(), [&](std::size_t first, std::size_t size) {
        Statement statement = begin;
        std::vector<Value> values;
        for (const std::vector<Value>& row : rows.subspan(first, size)) {
            statement.text += (values.empty() ? "" : ", ") + parameters(values.size() + 1, row.size());
            values.insert(values.end(), row.begin(), row.end());
        }
        statement.text += end;
        tx.query(statement, values);
    });
}

void for_numbers(Transaction& tx, const Statement& begin, std::span<const std::int64_t> numbers) {
    in_pieces(numbers.size(), [&](std::size_t first, std::size_t size) {
        const auto piece = numbers.subspan(first, size);
        tx.query({begin.name, begin.text + parameters(1, size)},
                 std::vector<Value>(piece.begin(), piece.end()));
    });
}

}  // namespace lectern::storage
