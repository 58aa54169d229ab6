#include "storage/postgres/pooler.hpp"

#include "storage/sql/database.hpp"
#include "storage/sql/database_unfit.hpp"

#include <chrono>
#include <memory>
#include <optional>

#include <libpq-fe.h>
#include <poll.h>

namespace lectern::storage::postgres {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds longest_wait{10};
constexpr int rounds = 3;  // a session that another program has taken meanwhile tells nothing

// A session whose answers have a deadline: a pooler lets a client wait for minutes until it has a session of
// the server for it.
class Session {
public:
    explicit Session(const std::string& conninfo) : connection_(PQconnectdb(conninfo.c_str()), PQfinish) {
        if (PQstatus(connection_.get()) != CONNECTION_OK) fail();
    }

    // The value in the first row and column of the answer; "" if it has no rows. nullopt if the server
    // refuses.
    std::optional<std::string> ask(const char* sql) {
        if (PQsendQuery(connection_.get(), sql) == 0) fail();
        const auto deadline = Clock::now() + longest_wait;
        std::optional<std::string> answer;
        for (;;) {
            await_result(deadline);
            const std::unique_ptr<PGresult, decltype(&PQclear)> result(PQgetResult(connection_.get()),
                                                                       PQclear);
            if (!result) return answer;
            const auto status = PQresultStatus(result.get());
            if (status == PGRES_TUPLES_OK)
                answer = PQgetvalue(result.get(), 0, 0);
            else if (status == PGRES_COMMAND_OK)
                answer = "";
        }
    }

    [[noreturn]] void fail() const {
        const std::string error = PQerrorMessage(connection_.get());
        // pgbouncer with pool_mode = statement: "transaction blocks not allowed in statement pooling mode"
        if (error.find("pooling mode") != std::string::npos) throw DatabaseUnfit(transaction_pooling_text);
        throw StoreUnavailable("cannot connect to the database: " + error);
    }

private:
    void await_result(Clock::time_point deadline) {
        while (PQisBusy(connection_.get()) == 1) {
            pollfd readable{PQsocket(connection_.get()), POLLIN, 0};
            const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
            if (left.count() <= 0 || poll(&readable, 1, static_cast<int>(left.count())) == 0)
                throw DatabaseUnfit(
                    "The connection pooler before PostgreSQL has no free session for Lectern. Its pool for "
                    "this database and user needs at least storage.connections + 2 sessions; in pgbouncer, "
                    "raise default_pool_size or pool_size.");
            if (PQconsumeInput(connection_.get()) == 0) fail();
        }
    }

    std::unique_ptr<PGconn, decltype(&PQfinish)> connection_;
};

}  // namespace

void refuse_transaction_pooling(const std::string& conninfo) {
    constexpr const char* which = "SELECT pg_backend_pid()";
    Session first(conninfo), second(conninfo);
    for (int i = 0; i < rounds; ++i) {
        const auto before = first.ask(which);
        // A pooler of transactions has taken the session back from `first` and lends it to `second`, or it
        // will lend another one to `first`.
        if (!second.ask("BEGIN")) second.fail();
        const auto taken = second.ask(which);
        if (!before || !taken) (before ? second : first).fail();
        if (*before == *taken || first.ask(which) != before) throw DatabaseUnfit(transaction_pooling_text);
        second.ask("ROLLBACK");
    }
}

}  // namespace lectern::storage::postgres
