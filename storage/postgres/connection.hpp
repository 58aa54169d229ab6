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
    // StoreUnavailable, also if a pooler gives each transaction another session of the server.
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

    // Which start of which server this is: the same text for all sessions of one server.
    const std::string& server() const { return server_; }
    // Whether a connection pooler, such as pgbouncer, stands between.
    bool has_pooler() const { return has_pooler_; }

private:
    void set_up();
    struct Prepared {
        std::string name;  // "12 lecture.create": also in the logs of PostgreSQL
        std::shared_ptr<const ColumnNames> columns = {};  // set when the statement first runs
        StatementStatistics::Counter* counter = nullptr;
    };
    Prepared& prepare(const Statement& statement);

    pqxx::connection session_;
    StatementStatistics& statistics_;
    StatementStatistics::Counter& commits_;
    std::string server_;
    bool has_pooler_ = false;
    std::unordered_map<Statement, Prepared, StatementHash> prepared_;
};

}  // namespace lectern::storage::postgres
