#pragma once

#include "storage/sql/change_bus.hpp"
#include "storage/sql/row.hpp"
#include "storage/sql/statement.hpp"
#include "storage/sql/statement_statistics.hpp"

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace lectern::storage {

// The database cannot be reached or has failed: an outage, not the caller's mistake. `full`: no space is
// left.
struct StoreUnavailable : std::runtime_error {
    StoreUnavailable(const std::string& what, bool is_full = false)
        : std::runtime_error(what), full(is_full) {}
    bool full;
};

// The schema is newer than this program.
struct SchemaTooNew : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// The database has no schema, or one that is older than this program.
struct SchemaMissing : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// Another server works on the same database.
struct ServerClaimed : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// A unique constraint refused a row. Thrown inside a transaction, which can then only be rolled back.
struct UniqueViolation : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// One transaction on one connection. Valid only inside the function that gets it.
class Transaction {
public:
    virtual ~Transaction() = default;

    virtual std::vector<Row> query(const Statement& statement, std::span<const Value> parameters) = 0;
    std::vector<Row> query(const Statement& statement, std::initializer_list<Value> parameters = {}) {
        return query(statement, std::span<const Value>(parameters.begin(), parameters.size()));
    }

    // Says that this thing may read differently after the transaction. lock_lecture(), lock_classroom() and
    // lock_client() call it.
    void touch(Topic topic, std::int64_t id) { touched_.insert({topic, id}); }
    void touch(Topic topic, const std::string& id) { touched_.insert({topic, id}); }
    const Changes& touched() const { return touched_; }

private:
    Changes touched_;
};

// A database, implemented by a driver. All calls throw StoreUnavailable during an outage and work again after
// it. They block, so they must not be made on an io thread. Thread-safe.
class Database {
public:
    using Work = std::function<void(Transaction&)>;

    // `report_slow` is called with a log line for each slow statement.
    explicit Database(StatementStatistics::Report report_slow = {}) : statistics_(std::move(report_slow)) {}

    virtual ~Database() = default;

    // Reads in one snapshot. Runs `work` again after a lost connection.
    virtual void read(const Work& work) = 0;

    // Returns when the commit is durable. Rolls back on any exception. Runs `work` again after a conflict
    // with another writer or a lost connection, so `work` must have no effects outside the transaction that a
    // repetition would spoil.
    void write(const Work& work);

    // After the commit, and before write() returns or throws, the bus is told what the write has touched;
    // also if the commit has failed (Certainty::in_doubt).
    ChangeBus& changes() { return changes_; }

    // How often and how long all statements of this object have run.
    const StatementStatistics& statistics() const { return statistics_; }

    // One SELECT outside of any transaction: the cheapest read.
    virtual std::vector<Row> query(const Statement& statement, std::span<const Value> parameters) = 0;
    std::vector<Row> query(const Statement& statement, std::initializer_list<Value> parameters = {}) {
        return query(statement, std::span<const Value>(parameters.begin(), parameters.size()));
    }

    // Claims the database for this server, for the life of this object. Throws ServerClaimed if another
    // server has claimed it. (Does nothing for SQLite, where the lock of the state folder does the same.)
    virtual void claim_server() = 0;

    // Call it regularly after claim_server(): the claim is lost if the database session that holds it ends.
    // Takes a lost claim again. If another server has it by now, throws StoreUnavailable, and so do all other
    // calls until that server has ended.
    virtual void keep_claim() {}

    // Brings the schema to the newest version; safe to call again, also by several processes at once. Throws
    // SchemaTooNew if the schema is newer than this program.
    virtual void migrate() = 0;
    // Throws SchemaMissing if migrate() would have something to do, and SchemaTooNew like migrate(). Changes
    // nothing.
    virtual void require_schema() = 0;
    virtual std::string_view driver() const = 0;  // "sqlite", "postgresql"

protected:
    StatementStatistics statistics_;

private:
    virtual void write_transaction(const Work& work) = 0;

    ChangeBus changes_;
};

}  // namespace lectern::storage
