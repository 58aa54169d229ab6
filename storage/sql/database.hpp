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

// One transaction on one connection. Valid only inside the function that gets it.
class Transaction {
public:
    virtual ~Transaction() = default;

    virtual std::vector<Row> query(const Statement& statement, std::span<const Value> parameters) = 0;
    std::vector<Row> query(const Statement& statement, std::initializer_list<Value> parameters = {}) {
        return query(statement, std::span<const Value>(parameters.begin(), parameters.size()));
    }

    // Says that this may read differently after the transaction. lock_lecture(), lock_classroom() and
    // lock_client() do it, too.
    void touch(Topic topic, std::int64_t id) { touched_.insert({topic, id}); }
    void touch(Topic topic, const std::string& id) { touched_.insert({topic, id}); }
    const Changes& touched() const { return touched_; }

private:
    Changes touched_;
};

// A driver. All its calls throw StoreUnavailable during an outage and work again after it. Thread-safe. Its
// calls block, so they must not be made on an io thread.
class Database {
public:
    using Work = std::function<void(Transaction&)>;

    // `report_slow` gets a line for the log for each slow statement.
    explicit Database(StatementStatistics::Report report_slow = {}) : statistics_(std::move(report_slow)) {}

    virtual ~Database() = default;
    virtual void read(const Work& work) = 0;

    // Returns when the commit is durable. Rolls back on any exception. Runs its function again after a
    // conflict with another writer, so the function must have no effects but through the transaction.
    void write(const Work& work);

    // The bus is told what a write has touched, after the commit and before write() returns or throws; also
    // when the commit failed (Certainty::in_doubt).
    ChangeBus& changes() { return changes_; }

    // How often and how long all statements of this object have run.
    const StatementStatistics& statistics() const { return statistics_; }

    // One SELECT outside of any transaction: the cheapest read.
    virtual std::vector<Row> query(const Statement& statement, std::span<const Value> parameters) = 0;
    std::vector<Row> query(const Statement& statement, std::initializer_list<Value> parameters = {}) {
        return query(statement, std::span<const Value>(parameters.begin(), parameters.size()));
    }

    // Keeps other servers off this database for the life of this object; throws ServerClaimed if one has it.
    // (An embedded database is guarded by the lock of its state folder; there this does nothing.)
    virtual void claim_server() = 0;

    // A server that has claimed calls this again and again, since the claim can be lost with the session that
    // holds it. Takes the claim again unless another server has it by now. Then it throws StoreUnavailable,
    // and so do all other calls until the other server is gone.
    virtual void keep_claim() {}

    // Brings the schema to the newest version; safe to call again, also by several processes at once. Throws
    // SchemaTooNew if the schema is newer than this program.
    virtual void migrate() = 0;
    // Throws SchemaMissing unless migrate() would find nothing to do; SchemaTooNew as there. Changes nothing.
    virtual void require_schema() = 0;
    virtual std::string_view driver() const = 0;  // "sqlite", "postgresql"

protected:
    StatementStatistics statistics_;

private:
    virtual void write_transaction(const Work& work) = 0;

    ChangeBus changes_;
};

}  // namespace lectern::storage
