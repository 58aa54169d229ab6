#include "storage/sqlite/database.hpp"

#include "domain/base/thread_role.hpp"
#include "storage/sql/migrations.hpp"

namespace lectern::storage::sqlite {
namespace {

class SqliteTransaction : public Transaction {
public:
    explicit SqliteTransaction(Connection& connection) : connection_(connection) {}

    using Transaction::query;
    std::vector<Row> query(const std::string& sql, std::span<const Value> parameters) override {
        return connection_.query(sql, parameters);
    }
    std::string_view for_update() const override { return ""; }
    std::string_view for_key_share() const override { return ""; }
    std::string_view skip_locked() const override { return ""; }

private:
    Connection& connection_;
};

class SqliteMigrationTarget : public MigrationTarget {
public:
    explicit SqliteMigrationTarget(Connection& connection)
        : connection_(connection), transaction_(connection) {}
    void run_script(std::string_view sql) override { connection_.run(std::string(sql).c_str()); }
    Transaction& transaction() override { return transaction_; }

private:
    Connection& connection_;
    SqliteTransaction transaction_;
};

// Runs `work` between `begin` and COMMIT; any exception, also of the commit itself, leaves nothing behind.
template<class Work>
void in_transaction(Connection& connection, const char* begin, const Work& work) {
    connection.query(begin, {});
    try {
        work();
        connection.query("COMMIT", {});
    } catch (...) {
        if (connection.in_transaction()) connection.run("ROLLBACK");
        throw;
    }
}

}  // namespace

SqliteDatabase::SqliteDatabase(std::filesystem::path file, std::size_t readers)
    : file_(std::move(file)),
      writer_(file_, Connection::Use::write),
      readers_(readers, [this] { return std::make_unique<Connection>(file_, Connection::Use::read); }) {}

void SqliteDatabase::read(const Work& work) {
    assert_may_block("SqliteDatabase::read");
    const auto reader = readers_.take();
    in_transaction(*reader, "BEGIN", [&] {
        SqliteTransaction transaction(*reader);
        work(transaction);
    });
}

std::vector<Row> SqliteDatabase::query(const std::string& sql, std::span<const Value> parameters) {
    assert_may_block("SqliteDatabase::query");
    const auto reader = readers_.take();
    return reader->query(sql, parameters);
}

void SqliteDatabase::write_transaction(const Work& work) {
    assert_may_block("SqliteDatabase::write");
    const std::scoped_lock lock(writing_);
    in_transaction(writer_, "BEGIN IMMEDIATE", [&] {
        SqliteTransaction transaction(writer_);
        work(transaction);
    });
}

void SqliteDatabase::migrate() {
    assert_may_block("SqliteDatabase::migrate");
    const std::scoped_lock lock(writing_);
    in_transaction(writer_, "BEGIN IMMEDIATE", [&] {
        SqliteMigrationTarget target(writer_);
        apply_migrations(target, sqlite_migrations());
    });
}

void SqliteDatabase::require_schema() {
    require_migrations(*this, sqlite_migrations());
}

}  // namespace lectern::storage::sqlite
