#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace lectern::storage {

// Parameters and columns. Both drivers speak the same four kinds: times are milliseconds since 1970 in an integer,
// UUIDs and JSON are text.
using Value = std::variant<std::nullptr_t, std::int64_t, double, std::string>;

class Row {
public:
    explicit Row(std::vector<Value> values) : values_(std::move(values)) {}
    std::int64_t integer(std::size_t column) const;
    double real(std::size_t column) const;
    const std::string& text(std::size_t column) const;
    bool is_null(std::size_t column) const;
    std::optional<std::int64_t> optional_integer(std::size_t column) const;
    std::optional<double> optional_real(std::size_t column) const;
    std::optional<std::string> optional_text(std::size_t column) const;

private:
    std::vector<Value> values_;
};

// The store is away or failed: an outage, not the caller's mistake. `full` = no space left.
struct StoreUnavailable : std::runtime_error {
    StoreUnavailable(const std::string& what, bool is_full = false) : std::runtime_error(what), full(is_full) {}
    bool full;
};

// A unique constraint refused a row. Thrown inside a transaction, which is then only good for rolling back.
struct UniqueViolation : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// One transaction on one connection; valid only inside the function it was handed to.
class Transaction {
public:
    virtual ~Transaction() = default;

    // SQL with $1, $2, ... in the dialect that both drivers share (RETURNING and ON CONFLICT included).
    virtual std::vector<Row> query(const std::string& sql, std::span<const Value> parameters) = 0;
    std::vector<Row> query(const std::string& sql, std::initializer_list<Value> parameters) {
        return query(sql, std::span<const Value>(parameters.begin(), parameters.size()));
    }

    // " FOR UPDATE SKIP LOCKED" where writers run side by side, "" where they queue.
    virtual std::string_view skip_locked() const = 0;
};

// A driver. Thread-safe; its calls block, so never on an io thread. `write` returns after the commit is durable, runs
// its function again after a conflict with another writer (so the function has no effects but through the
// transaction), and rolls back on any exception.
class Database {
public:
    virtual ~Database() = default;
    virtual void read(const std::function<void(Transaction&)>& work) = 0;
    virtual void write(const std::function<void(Transaction&)>& work) = 0;

    // Brings the schema to the newest version; safe to call again. Throws if the schema is newer than this program.
    virtual void migrate() = 0;
    virtual std::string_view driver() const = 0;  // "sqlite", "postgresql"
};

}  // namespace lectern::storage
