#pragma once

#include "storage/sql/pool.hpp"
#include "storage/sqlite/connection.hpp"

#include <filesystem>
#include <mutex>
#include <optional>

namespace lectern::storage::sqlite {

// The SQLite driver. One connection writes, for one thread at a time. Readers run at the same time, each on
// its own snapshot (WAL).
class SqliteDatabase : public Database {
public:
    // Throws StoreUnavailable.
    SqliteDatabase(std::filesystem::path file, std::size_t readers, StatementStatistics::Report report_slow);

    void read(const Work& work) override;
    using Database::query;
    std::vector<Row> query(const Statement& statement, std::span<const Value> parameters) override;
    void claim_server() override {}
    void migrate() override;
    void require_schema() override;
    std::string_view driver() const override { return "sqlite"; }

private:
    void write_transaction(const Work& work) override;

    std::filesystem::path file_;
    std::mutex writing_;
    Connection writer_;
    Pool<Connection> readers_;
};

}  // namespace lectern::storage::sqlite
