#pragma once

#include "storage/sql/change_bus.hpp"

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace lectern::storage {

// Parameters and columns. Both drivers speak the same four kinds: times are milliseconds since 1970 in an
// integer, UUIDs and JSON are text, truth values are 0 and 1. Text must be UTF-8 without NUL: both drivers
// throw std::invalid_argument for a parameter that is not.
using Value = std::variant<std::nullptr_t, std::int64_t, double, std::string>;

// One row of an answer. The accessors throw std::logic_error for a column of another kind: a bug in the
// statement.
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
    const Value& at(std::size_t column) const;

    std::vector<Value> values_;
};

// The store is away or failed: an outage, not the caller's mistake. `full` = no space left.
struct StoreUnavailable : std::runtime_error {
    StoreUnavailable(const std::string& what, bool is_full = false)
        : std::runtime_error(what), full(is_full) {}
    bool full;
};

// Another version of the program has changed the schema in a way that this one does not know.
struct SchemaTooNew : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// The database has not been brought to the schema of this program.
struct SchemaMissing : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// Another server works on the same database.
struct ServerClaimed : std::runtime_error {
    using std::runtime_error::runtime_error;
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

    // " FOR UPDATE" where writers run side by side, "" where they queue: ends a SELECT whose row decides what
    // is written.
    virtual std::string_view for_update() const = 0;

    // " FOR KEY SHARE" where writers run side by side, "" where they queue: the row stays until the
    // transaction ends, and others may say the same of it.
    virtual std::string_view for_key_share() const = 0;

    // " FOR UPDATE SKIP LOCKED" where writers run side by side, "" where they queue.
    virtual std::string_view skip_locked() const = 0;

    // Says that this may read differently after the transaction. lock_lecture(), lock_classroom() and
    // lock_client() say it too.
    void touch(Topic topic, std::int64_t id) { touched_.insert({topic, id}); }
    void touch(Topic topic, const std::string& id) { touched_.insert({topic, id}); }
    const Changes& touched() const { return touched_; }

private:
    Changes touched_;
};

// A driver. All its calls throw StoreUnavailable during an outage and work again after it. Thread-safe; its
// calls block, so never on an io thread.
class Database {
public:
    using Work = std::function<void(Transaction&)>;

    virtual ~Database() = default;
    virtual void read(const Work& work) = 0;

    // Returns after the commit is durable, runs its function again after a conflict with another writer (so
    // the function has no effects but through the transaction), and rolls back on any exception.
    void write(const Work& work);

    // Is told what a write has touched, after the commit and before write() returns or throws; also when the
    // commit failed (Certainty::in_doubt).
    ChangeBus& changes() { return changes_; }

    // One SELECT outside of any transaction: the cheapest read.
    virtual std::vector<Row> query(const std::string& sql, std::span<const Value> parameters) = 0;
    std::vector<Row> query(const std::string& sql, std::initializer_list<Value> parameters) {
        return query(sql, std::span<const Value>(parameters.begin(), parameters.size()));
    }

    // Keeps other servers off this database for the life of this object; throws ServerClaimed if one has it.
    // (An embedded database is guarded by the lock of its state folder; there this does nothing.)
    virtual void claim_server() = 0;

    // To be called again and again by a server that has claimed: the claim can be lost, with the session that
    // has it. Takes it again if nobody else has it by now; else throws StoreUnavailable, and so do all other
    // calls until the other server is gone.
    virtual void keep_claim() {}

    // Brings the schema to the newest version; safe to call again, also by several processes at once. Throws
    // SchemaTooNew if the schema is newer than this program.
    virtual void migrate() = 0;
    // Throws SchemaMissing unless migrate() would find nothing to do; SchemaTooNew as there. Changes nothing.
    virtual void require_schema() = 0;
    virtual std::string_view driver() const = 0;  // "sqlite", "postgresql"

private:
    virtual void write_transaction(const Work& work) = 0;

    ChangeBus changes_;
};

}  // namespace lectern::storage
