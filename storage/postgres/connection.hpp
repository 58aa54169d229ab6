#pragma once

#include "storage/sql/database.hpp"

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include <pqxx/pqxx>

namespace lectern::storage::postgres {

// One session with its prepared statements. For one thread at a time.
class Connection {
public:
    // `conninfo` as made by session_conninfo(). `statistics` outlives the connection. Throws
    // StoreUnavailable.
    Connection(const std::string& conninfo, StatementStatistics& statistics);

    // Runs one statement within `tx`; the prepared form is kept for the next time.
    // Throws ConnectionLost, Conflict, UniqueViolation, StoreUnavailable; std::runtime_error for a bad
    // statement.
    std::vector<Row> query(pqxx::transaction_base& tx, const Statement& statement,
                           std::span<const Value> parameters);

    // Counted and measured like a statement.
    void commit(pqxx::transaction_base& tx);

    pqxx::connection& session() { return session_; }
    bool is_open() const { return session_.is_open(); }

private:
    struct Prepared {
        std::string name;  // "12 lecture.create": also in the logs of PostgreSQL
        std::shared_ptr<const ColumnNames> columns = {};  // set when the statement first runs
        StatementStatistics::Counter* counter = nullptr;
    };
    Prepared& prepare(const Statement& statement);

    pqxx::connection session_;
    StatementStatistics& statistics_;
    StatementStatistics::Counter& commits_;
    std::unordered_map<Statement, Prepared, StatementHash> prepared_;
};

// The connection string for every session: the URL from the options, and the settings that a session needs.
// Throws std::invalid_argument for a URL that libpq does not understand.
std::string session_conninfo(const std::string& url);

}  // namespace lectern::storage::postgres
