#pragma once

#include "storage/sql/database.hpp"

#include <memory>

namespace lectern::storage::test {

// Forwards all calls to an SQLite database. Fails the test if a write changes a lecture, its snippets or
// their jobs without Transaction::touch(): caches would then keep giving old answers.
class ToldChanges final : public Database {
public:
    explicit ToldChanges(std::unique_ptr<Database> database) : database_(std::move(database)) {}

    using Database::query;
    void read(const Work& work) override { database_->read(work); }
    std::vector<Row> query(const Statement& statement, std::span<const Value> parameters) override {
        return database_->query(statement, parameters);
    }
    void claim_server() override { database_->claim_server(); }
    void migrate() override { database_->migrate(); }
    void require_schema() override { database_->require_schema(); }
    std::string_view driver() const override { return database_->driver(); }

private:
    void write_transaction(const Work& work) override;

    std::unique_ptr<Database> database_;
};

}  // namespace lectern::storage::test
