#include "storage/sqlite/database.hpp"

#include "domain/base/thread_role.hpp"
#include "storage/sql/migrations.hpp"

namespace lectern::storage::sqlite {
namespace {

class SqliteTransaction : public Transaction {
public:
    explicit SqliteTransaction(Connection& connection) : connection_(connection) {}

    using Transaction::query;
    std::vector<Row> query(const Statement& statement, std::span<const Value> parameters) override {
        return connection_.query(statement, parameters);
    }

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

const Statement begin_read{"transaction.begin_read", "BEGIN"};
const Statement begin_write{"transaction.begin_write", "BEGIN IMMEDIATE"};
const Statement commit{"transaction.commit", "COMMIT"};

// Runs `work` between `begin` and COMMIT. Rolls back on any exception, also of the commit itself.
template<class Work>
void in_transaction(Connection& connection, const Statement& begin, const Work& work) {
    connection.query(begin, {});
    try {
        work();
        connection.query(commit, {});
    } catch (...) {
        if (connection.in_transaction()) connection.run("ROLLBACK");
        throw;
    }
}

}  // namespace

SqliteDatabase::SqliteDatabase(std::filesystem::path file, std::size_t readers,
                               StatementStatistics::Report report_slow)
    : Database(std::move(report_slow)),
      file_(std::move(file)),
      writer_(file_, Connection::Use::write, statistics_),
      readers_(readers,
               [this] { return std::make_unique<Connection>(file_, Connection::Use::read, statistics_); }) {}

void SqliteDatabase::read(const Work& work) {
    assert_may_block("SqliteDatabase::read");
    const auto reader = readers_.take();
    in_transaction(*reader, begin_read, [&] {
        SqliteTransaction transaction(*reader);
        work(transaction);
    });
}

std::vector<Row> SqliteDatabase::query(const Statement& statement, std::span<const Value> parameters) {
    assert_may_block("SqliteDatabase::query");
    const auto reader = readers_.take();
    return reader->query(statement, parameters);
}

void SqliteDatabase::write_transaction(const Work& work) {
    assert_may_block("SqliteDatabase::write");
    const std::scoped_lock lock(writing_);
    in_transaction(writer_, begin_write, [&] {
        SqliteTransaction transaction(writer_);
        work(transaction);
    });
}

void SqliteDatabase::migrate() {
    assert_may_block("SqliteDatabase::migrate");
    const std::scoped_lock lock(writing_);
    in_transaction(writer_, begin_write, [&] {
        SqliteMigrationTarget target(writer_);
        apply_migrations(target, sqlite_migrations());
    });
}

void SqliteDatabase::require_schema() {
    require_migrations(*this, sqlite_migrations());
}

}  // namespace lectern::storage::sqlite
