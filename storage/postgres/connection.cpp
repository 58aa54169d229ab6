#include "storage/postgres/connection.hpp"

#include "storage/postgres/errors.hpp"
#include "storage/postgres/pooler.hpp"
#include "storage/sql/values.hpp"

#include <charconv>

namespace lectern::storage::postgres {
namespace {

// The OIDs of built-in types, which never change (pg_type.dat).
enum TypeOid : unsigned { boolean = 16, int8 = 20, int2 = 21, int4 = 23, float4 = 700, float8 = 701 };

template<class Number>
std::string number_text(Number number) {
    char buffer[32];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, number).ptr;
    return {buffer, end};
}

template<class Number>
Value parse_number(const char* text, std::size_t size) {
    Number number{};
    std::from_chars(text, text + size, number);
    return Value(number);
}

Value column_value(const pqxx::field& field) {
    if (field.is_null()) return nullptr;
    switch (field.type()) {
        case boolean:
            return std::int64_t{field.c_str()[0] == 't'};
        case int2:
        case int4:
        case int8:
            return parse_number<std::int64_t>(field.c_str(), field.size());
        case float4:
        case float8:
            return parse_number<double>(field.c_str(), field.size());
        default:
            return std::string(field.c_str(), field.size());
    }
}

// The parameters in libpq's text form, as pointers; null for NULL.
class TextParameters {
public:
    explicit TextParameters(std::span<const Value> values) {
        numbers_.reserve(values.size());  // pointers into it must stay valid
        pointers_.reserve(values.size());
        for (const Value& value : values)
            pointers_.push_back(text_of(value));
    }
    const std::vector<const char*>& pointers() const { return pointers_; }

private:
    const char* text_of(const Value& value) {
        if (const auto* text = std::get_if<std::string>(&value)) return text->c_str();
        if (const auto* integer = std::get_if<std::int64_t>(&value)) {
            return numbers_.emplace_back(number_text(*integer)).c_str();
        }
        if (const auto* real = std::get_if<double>(&value))
            return numbers_.emplace_back(number_text(*real)).c_str();
        return nullptr;
    }

    std::vector<std::string> numbers_;
    std::vector<const char*> pointers_;
};

std::shared_ptr<const ColumnNames> names_of_columns(const pqxx::result& result) {
    auto names = std::make_shared<ColumnNames>();
    for (pqxx::row::size_type i = 0; i < result.columns(); ++i)
        names->emplace_back(result.column_name(i));
    return names;
}

pqxx::result execute(pqxx::transaction_base& tx, const std::string& name, const TextParameters& parameters) {
#if PQXX_VERSION_MAJOR >= 7
    pqxx::params list;
    for (const char* text : parameters.pointers()) {
        if (text) {
            list.append(std::string(text));
        } else {
            list.append();
        }
    }
#if PQXX_VERSION_MAJOR > 7 || PQXX_VERSION_MINOR >= 10
    return tx.exec(pqxx::prepped{name}, list);
#else
    return tx.exec_prepared(name, list);
#endif
#else
    return tx.exec_prepared(name, pqxx::prepare::make_dynamic_params(parameters.pointers()));
#endif
}

}  // namespace

Connection::Connection(const std::string& conninfo, StatementStatistics& statistics) try
    : session_(conninfo), statistics_(statistics), commits_(statistics.counter("transaction.commit")) {
    set_up();
} catch (const std::exception& error) {
    throw StoreUnavailable(std::string("cannot connect to the database: ") + error.what());
}

// Sets the parameters of the session. They are not sent with the request to connect, because poolers refuse
// such requests. Whatever the server, the database or the role have as their defaults: an acknowledged commit
// is durable, no statement blocks a thread forever, and numbers and texts come back as they were written.
void Connection::set_up() {
#if PQXX_VERSION_MAJOR < 7
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
    session_.inhibit_reactivation(true);  // a session that libpqxx opens again would lack the parameters
#pragma GCC diagnostic pop
#endif
    pqxx::nontransaction tx(session_);
    const auto set = tx.exec(
        "SELECT set_config('synchronous_commit', 'on', false), set_config('statement_timeout', '30s', "
        "false), "
        "set_config('lock_timeout', '10s', false), "
        "set_config('idle_in_transaction_session_timeout', '60s', false), "
        "set_config('default_transaction_isolation', 'read committed', false), "
        "set_config('standard_conforming_strings', 'on', false), "
        "set_config('extra_float_digits', '3', false), pg_backend_pid() AS pid");
    const auto now = tx.exec(
        "SELECT pg_backend_pid() AS pid, current_setting('synchronous_commit') AS synchronous_commit, "
        "CAST(pg_postmaster_start_time() AS TEXT) AS server");  // one server may have several addresses
    const int pid = now[0]["pid"].as<int>();
    if (set[0]["pid"].as<int>() != pid) throw StoreUnavailable(transaction_pooling_text);
    if (now[0]["synchronous_commit"].as<std::string>() != "on")
        throw StoreUnavailable("the session does not keep synchronous_commit = on");
    server_ = now[0]["server"].as<std::string>();
    has_pooler_ = session_.backendpid() != pid;  // a pooler gives out numbers of its own
}

Connection::Prepared& Connection::prepare(const Statement& statement) {
    const auto found = prepared_.find(statement);
    if (found != prepared_.end()) return found->second;
    Prepared prepared{std::to_string(prepared_.size() + 1) + " " + std::string(statement.name)};
    prepared.counter = &statistics_.counter(statement.name);
    session_.prepare(prepared.name, statement.text);
    return prepared_.emplace(statement, std::move(prepared)).first->second;
}

std::vector<Row> Connection::query(pqxx::transaction_base& tx, const Statement& statement,
                                   std::span<const Value> parameters) {
    check_parameters(parameters);
    try {
        Prepared& prepared = prepare(statement);
        const StatementTimer timer(statistics_, *prepared.counter);
        const pqxx::result result = execute(tx, prepared.name, TextParameters(parameters));
        if (!prepared.columns) prepared.columns = names_of_columns(result);
        std::vector<Row> rows;
        rows.reserve(static_cast<std::size_t>(result.size()));
        for (const auto& row : result) {
            std::vector<Value> values;
            values.reserve(static_cast<std::size_t>(row.size()));
            for (const auto& field : row)
                values.push_back(column_value(field));
            rows.emplace_back(prepared.columns, std::move(values));
        }
        return rows;
    } catch (...) {
        rethrow(is_open());
    }
}

void Connection::commit(pqxx::transaction_base& tx) {
    const StatementTimer timer(statistics_, commits_);
    tx.commit();
}

}  // namespace lectern::storage::postgres
