#include "storage/postgres/database.hpp"

#include "domain/base/thread_role.hpp"
#include "storage/postgres/conninfo.hpp"
#include "storage/postgres/errors.hpp"
#include "storage/postgres/pooler.hpp"
#include "storage/postgres/preconditions.hpp"
#include "storage/sql/migrations.hpp"

#include <chrono>
#include <thread>

namespace lectern::storage::postgres {
namespace {

#if PQXX_VERSION_MAJOR >= 7
using Snapshot = pqxx::transaction<pqxx::isolation_level::repeatable_read, pqxx::write_policy::read_only>;
#else
using Snapshot = pqxx::transaction<pqxx::repeatable_read, pqxx::read_only>;
#endif

constexpr int most_conflicts = 20;  // repeats of one transaction before the caller gets an error

class PostgresTransaction : public Transaction {
public:
    PostgresTransaction(Connection& connection, pqxx::transaction_base& tx)
        : connection_(connection), tx_(tx) {}

    using Transaction::query;
    std::vector<Row> query(const Statement& statement, std::span<const Value> parameters) override {
        return connection_.query(tx_, statement, parameters);
    }

private:
    Connection& connection_;
    pqxx::transaction_base& tx_;
};

class PostgresMigrationTarget : public MigrationTarget {
public:
    PostgresMigrationTarget(Connection& connection, pqxx::work& tx) : tx_(tx), transaction_(connection, tx) {}
    void run_script(std::string_view sql) override { tx_.exec(std::string(sql)); }
    Transaction& transaction() override { return transaction_; }

private:
    pqxx::work& tx_;
    PostgresTransaction transaction_;
};

// Runs `work` in a libpqxx transaction of type Tx and turns the exceptions of libpqxx into ours.
template<class Tx, class Work>
void in_transaction(Connection& connection, const Work& work) {
    try {
        Tx tx(connection.session());
        work(tx);
        connection.commit(tx);
    } catch (...) {
        rethrow(connection.is_open());
    }
}

// The advisory locks. The schema is a part of the server's key, so that two schemas of one database do not
// share a lock.
constexpr const char* migrate_lock = "SELECT pg_advisory_xact_lock(hashtext('lectern migrate'))";
const Statement server_lock{
    "server.claim",
    "SELECT pg_try_advisory_lock(hashtext('lectern server'), hashtext(current_schema())) AS is_ours"};
// Servers before PostgreSQL 14 do not know the setting.
const Statement stay_when_idle{
    "server.stay_when_idle",
    "SELECT set_config(name, '0', false) FROM pg_settings WHERE name = 'idle_session_timeout'"};

}  // namespace

PostgresDatabase::PostgresDatabase(const std::string& url, std::size_t connections,
                                   StatementStatistics::Report report_slow)
    : Database(std::move(report_slow)),
      conninfo_(session_conninfo(url)),
      pool_(connections, [this] { return open(); }) {
    const bool has_pooler = pool_.take()->has_pooler();
    if (has_pooler) refuse_transaction_pooling(conninfo_);
    require_text_and_schema(*this);
}

PostgresDatabase::~PostgresDatabase() = default;

std::unique_ptr<Connection> PostgresDatabase::open() {
    keep_claim();
    auto connection = std::make_unique<Connection>(conninfo_, statistics_);
    follow_server(connection->server());
    return connection;
}

// After a failover the old server may still run. Its sessions are dropped, and the claim moves on.
void PostgresDatabase::follow_server(const std::string& server) {
    {
        const std::scoped_lock lock(claiming_);
        if (!claim_ || claim_->server() == server) return;
        claim_.reset();
    }
    pool_.drop_idle();
    keep_claim();
}

// For a refusal that a new session has got, too.
void PostgresDatabase::throw_lasting(const SessionRefused& refused) const {
    using Reason = SessionRefused::Reason;
    if (refused.reason == Reason::outage || (refused.reason == Reason::no_table && has_schema_))
        throw StoreUnavailable(refused.what());
    throw std::runtime_error(refused.what());
}

template<class Use>
void PostgresDatabase::with_connection(const Use& use) {
    if (claim_missing_) keep_claim();
    for (;;) {
        auto connection = pool_.take();
        try {
            return use(*connection);
        } catch (const ConnectionLost& lost) {
            // The idle connections have lost the same server, so they are dropped. The next turn gets a new
            // connection; if that one is lost, too, the loop ends.
            const bool give_up = connection.fresh();
            connection.discard();
            pool_.drop_idle();
            if (give_up) throw StoreUnavailable(lost.what());
        } catch (const SessionRefused& refused) {
            // The other sessions stay: they may be good for what they do, such as reading.
            const bool give_up = connection.fresh();
            connection.discard();
            if (give_up) throw_lasting(refused);
        } catch (...) {
            if (!connection->is_open()) connection.discard();
            throw;
        }
    }
}

template<class Use>
void PostgresDatabase::repeat_after_conflicts(const Use& use) {
    for (int conflicts = 0;; ++conflicts) {
        try {
            return with_connection(use);
        } catch (const Conflict& conflict) {
            if (conflicts == most_conflicts) throw StoreUnavailable(conflict.what());
            std::this_thread::sleep_for(std::chrono::milliseconds(1 + conflicts));
        }
    }
}

void PostgresDatabase::read(const Work& work) {
    assert_may_block("PostgresDatabase::read");
    repeat_after_conflicts([&](Connection& connection) {
        in_transaction<Snapshot>(connection, [&](pqxx::transaction_base& tx) {
            PostgresTransaction transaction(connection, tx);
            work(transaction);
        });
    });
}

std::vector<Row> PostgresDatabase::query(const Statement& statement, std::span<const Value> parameters) {
    assert_may_block("PostgresDatabase::query");
    std::vector<Row> rows;
    repeat_after_conflicts([&](Connection& connection) {
        in_transaction<pqxx::nontransaction>(connection, [&](pqxx::transaction_base& tx) {
            rows = connection.query(tx, statement, parameters);
        });
    });
    return rows;
}

void PostgresDatabase::write_transaction(const Work& work) {
    assert_may_block("PostgresDatabase::write");
    repeat_after_conflicts([&](Connection& connection) {
        in_transaction<pqxx::work>(connection, [&](pqxx::transaction_base& tx) {
            // A pooler that is told to share sessions while Lectern runs would also share their parameters.
            if (connection.has_pooler()) tx.exec("SET LOCAL synchronous_commit = on");
            PostgresTransaction transaction(connection, tx);
            work(transaction);
        });
    });
}

void PostgresDatabase::migrate() {
    assert_may_block("PostgresDatabase::migrate");
    if (!require_rights(*this, postgres_migrations())) return require_schema();
    with_connection([&](Connection& connection) {
        in_transaction<pqxx::work>(connection, [&](pqxx::work& tx) {
            tx.exec("SET LOCAL lock_timeout = 0; SET LOCAL statement_timeout = 0");
            tx.exec(migrate_lock);
            PostgresMigrationTarget target(connection, tx);
            apply_migrations(target, postgres_migrations());
        });
    });
    has_schema_ = true;
}

void PostgresDatabase::require_schema() {
    require_migrations(*this, postgres_migrations());
    has_schema_ = true;
}

void PostgresDatabase::claim_server() {
    assert_may_block("PostgresDatabase::claim_server");
    const std::scoped_lock lock(claiming_);
    claimed_ = true;
    // PostgreSQL keeps the session of a killed server, and its claim, until it notices the end. So wait up to
    // 5 seconds.
    for (int tries = 50;; --tries) {
        try {
            return take_claim();
        } catch (const ServerClaimed&) {
            if (tries == 0) throw;
            std::this_thread::sleep_for(std::chrono::milliseconds(100));
        }
    }
}

// Also called whenever a connection is opened, so that after an outage the lock is taken before anything else
// happens.
void PostgresDatabase::keep_claim() {
    const std::scoped_lock lock(claiming_);
    try {
        take_claim();
        claim_missing_ = false;
    } catch (const std::exception& failure) {
        claim_missing_ = true;  // not set before the failure: other threads must not wait for a slow answer
        throw StoreUnavailable(failure.what());
    }
}

// A session that has the lock gets it again, so this also checks that the lock is still held.
void PostgresDatabase::take_claim() {
    if (!claimed_) return;
    const auto has_lock = [](Connection& connection) {
        bool locked = false;
        in_transaction<pqxx::nontransaction>(connection, [&](pqxx::transaction_base& tx) {
            locked = connection.query(tx, server_lock, {}).front().integer("is_ours") == 1;
        });
        return locked;
    };
    if (claim_) {
        try {
            if (has_lock(*claim_)) return;
        } catch (const ConnectionLost&) {
            claim_.reset();
        } catch (const SessionRefused&) {
            claim_.reset();
        }
    }
    if (!claim_) {
        claim_ = std::make_unique<Connection>(conninfo_, statistics_);
        in_transaction<pqxx::nontransaction>(
            *claim_, [&](pqxx::transaction_base& tx) { claim_->query(tx, stay_when_idle, {}); });
    }
    if (!has_lock(*claim_)) throw ServerClaimed("another server uses this database");
}

}  // namespace lectern::storage::postgres
