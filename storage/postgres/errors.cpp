#include "storage/postgres/errors.hpp"

#include "storage/sql/database.hpp"

#include <string>
#include <string_view>

#include <pqxx/pqxx>

namespace lectern::storage::postgres {
namespace {

// SQLSTATE classes: https://www.postgresql.org/docs/15/errcodes-appendix.html
[[noreturn]] void rethrow_sql(const pqxx::sql_error& error) {
    const std::string_view state = error.sqlstate();
    const std::string_view kind = state.substr(0, 2);
    const std::string what = std::string(error.what()) + " (" + std::string(state) + ") in: " + error.query();
    if (state == "40001" || state == "40P01") throw Conflict(what);
    if (state == "23505") throw UniqueViolation(what);
    if (kind == "08" || state == "57P01" || state == "57P02" || state == "57P03") throw ConnectionLost(what);
    // Missing resources, timeouts, a read-only standby, failures of the machine.
    const bool outage = kind == "53" || kind == "57" || kind == "58" || state == "55P03" || state == "25006";
    if (outage) throw StoreUnavailable(what, state == "53100");
    throw std::runtime_error(what);
}

}  // namespace

void rethrow(bool open) {
    try {
        throw;
    } catch (const pqxx::in_doubt_error& error) {
        throw StoreUnavailable(std::string("the connection to the database broke during a commit: ") +
                               error.what());
    } catch (const pqxx::broken_connection& error) {
        throw ConnectionLost(error.what());
    } catch (const pqxx::transaction_rollback& error) {
        throw Conflict(error.what());
    } catch (const pqxx::sql_error& error) {
        if (!open) throw ConnectionLost(error.what());
        rethrow_sql(error);
    } catch (const pqxx::pqxx_exception& error) {
        if (!open) throw ConnectionLost(error.base().what());
        throw std::runtime_error(error.base().what());
    }
}

}  // namespace lectern::storage::postgres
