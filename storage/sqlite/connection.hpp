#pragma once

#include "storage/sql/database.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include <sqlite3.h>

namespace lectern::storage::sqlite {

// One connection with its prepared statements. For one thread at a time.
class Connection {
public:
    enum class Use { read, write };

    // Throws StoreUnavailable. `statistics` outlives the connection.
    Connection(const std::filesystem::path& file, Use use, StatementStatistics& statistics);

    // Runs one statement to its end; the prepared form is kept for the next time.
    std::vector<Row> query(const Statement& statement, std::span<const Value> parameters);

    // Several statements without parameters.
    void run(const char* sql);

    bool in_transaction() const { return sqlite3_get_autocommit(handle_.get()) == 0; }

private:
    struct Close {
        void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
        void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
    };

    // SQLite numbers parameters such as "$2" by first appearance, not by their digits: `parameters[i]` is the
    // index of the value for slot i + 1.
    struct Prepared {
        std::unique_ptr<sqlite3_stmt, Close> statement;
        std::vector<std::size_t> parameters;
        std::shared_ptr<const ColumnNames> columns;
        StatementStatistics::Counter* counter;
    };

    void use_wal();
    Prepared& prepare(const Statement& statement);
    void bind(const Prepared& prepared, std::span<const Value> parameters);
    static Row current_row(const Prepared& prepared);
    [[noreturn]] void fail(int code, const char* sql) const;

    std::unique_ptr<sqlite3, Close> handle_;
    StatementStatistics& statistics_;
    std::unordered_map<Statement, Prepared, StatementHash> prepared_;
};

}  // namespace lectern::storage::sqlite
