#include "storage/postgres/errors.hpp"

#include "storage/sql/database.hpp"

#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>

#include <pqxx/pqxx>

namespace lectern::storage::postgres {
namespace {

// SQLSTATE classes: https://www.postgresql.org/docs/15/errcodes-appendix.html

bool is_one_of(std::string_view code, std::initializer_list<std::string_view> codes) {
    return std::find(codes.begin(), codes.end(), code) != codes.end();
}

template<class Type>
bool is_a(const pqxx::sql_error& error) {
    return dynamic_cast<const Type*>(&error) != nullptr;
}

// libpqxx 6 leaves out the state of some kinds of errors, for which it has a type.
std::string state_of(const pqxx::sql_error& error) {
    if (!error.sqlstate().empty()) return error.sqlstate();
    if (is_a<pqxx::insufficient_privilege>(error)) return "42501";
    if (is_a<pqxx::disk_full>(error)) return "53100";
    if (is_a<pqxx::insufficient_resources>(error)) return "53000";
    if (is_a<pqxx::unique_violation>(error)) return "23505";
    if (is_a<pqxx::integrity_constraint_violation>(error)) return "23000";
    if (is_a<pqxx::data_exception>(error)) return "22000";
    return "";
}

[[noreturn]] void rethrow_sql(const pqxx::sql_error& error) {
    const std::string state = state_of(error);
    const std::string_view kind = std::string_view(state).substr(0, 2);
    const std::string what = std::string(error.what()) + " (" + state + ") in: " + error.query();
    if (is_one_of(state, {"40001", "40P01"})) throw Conflict(what);
    if (state == "23505") throw UniqueViolation(what);
    // The server has ended the session, or will not begin one.
    if (is_one_of(kind, {"08", "28"}) ||
        is_one_of(state, {"57P01", "57P02", "57P03", "57P04", "57P05", "25P03", "25P04"}))
        throw ConnectionLost(what);
    // Missing resources, timeouts, failures of the machine. They come and go while the session stays.
    if (is_one_of(kind, {"53", "57", "58"}) || state == "55P03")
        throw StoreUnavailable(what, state == "53100");
    // The values or the statement itself, such as a violated CHECK.
    if (is_one_of(kind, {"21", "22", "23", "40", "44", "54", "P0"})) throw std::runtime_error(what);
    // Any other refusal may belong to the session. Class 25: read-only; 42501: missing rights. Tables are not
    // found with another search path, or without rights on their schema.
    using Reason = SessionRefused::Reason;
    const bool no_table = is_one_of(state, {"42P01", "3F000"});
    throw SessionRefused(what, kind == "25" || state == "42501" ? Reason::outage
                               : no_table                       ? Reason::no_table
                                                                : Reason::mistake);
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
