#pragma once

#include "storage/postgres/connection.hpp"
#include "storage/postgres/errors.hpp"
#include "storage/sql/pool.hpp"

#include <atomic>
#include <memory>
#include <mutex>
#include <string>

namespace lectern::storage::postgres {

// The PostgreSQL driver: a bounded pool of sessions. After an outage the next call connects again.
class PostgresDatabase : public Database {
public:
    // Throws std::invalid_argument for a malformed URL, StoreUnavailable if the server cannot be reached,
    // DatabaseUnfit.
    PostgresDatabase(const std::string& url, std::size_t connections,
                     StatementStatistics::Report report_slow);
    ~PostgresDatabase() override;

    void read(const Work& work) override;
    using Database::query;
    std::vector<Row> query(const Statement& statement, std::span<const Value> parameters) override;
    void claim_server() override;
    void keep_claim() override;
    void migrate() override;
    void require_schema() override;
    std::string_view driver() const override { return "postgresql"; }

private:
    void write_transaction(const Work& work) override;
    // Calls `use` with a connection; once more, with a new one, if the connection was lost or refused the
    // work.
    template<class Use>
    void with_connection(const Use& use);
    template<class Use>
    void repeat_after_conflicts(const Use& use);
    std::unique_ptr<Connection> open();
    void follow_server(const std::string& server);
    void take_claim();  // the caller holds claiming_; throws ServerClaimed, ConnectionLost, StoreUnavailable

    [[noreturn]] void throw_lasting(const SessionRefused& refused) const;

    const std::string conninfo_;
    std::atomic<bool> has_schema_ = false;  // all tables were there
    Pool<Connection> pool_;
    std::mutex claiming_;
    bool claimed_ = false;
    std::unique_ptr<Connection> claim_;        // its session holds the advisory lock
    std::atomic<bool> claim_missing_ = false;  // the last keep_claim() has failed
};

}  // namespace lectern::storage::postgres
