#include "storage/sqlite/connection.hpp"

#include "storage/sql/values.hpp"

#include <chrono>
#include <cstdlib>
#include <thread>

namespace lectern::storage::sqlite {
namespace {

constexpr int busy_timeout_ms = 10'000;

// In WAL mode with synchronous=FULL a commit is on the disk before it is acknowledged; with NORMAL a power
// cut may lose it.
constexpr const char* session_settings =
    "PRAGMA synchronous = FULL;"
    "PRAGMA foreign_keys = ON;"
    "PRAGMA trusted_schema = OFF;"
    "PRAGMA temp_store = MEMORY;"
    "PRAGMA cache_size = -16384;"
    "PRAGMA journal_size_limit = 67108864;";

bool is_outage(int code) {
    switch (code & 0xFF) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
        case SQLITE_NOMEM:
        case SQLITE_READONLY:
        case SQLITE_IOERR:
        case SQLITE_CORRUPT:
        case SQLITE_FULL:
        case SQLITE_CANTOPEN:
        case SQLITE_PROTOCOL:
        case SQLITE_NOTADB:
            return true;
        default:
            return false;
    }
}

// Resets a statement at the end of its use, also after an exception: an open statement would keep its read
// lock.
class ResetAtEnd {
public:
    explicit ResetAtEnd(sqlite3_stmt* statement) : statement_(statement) {}
    ~ResetAtEnd() {
        sqlite3_reset(statement_);
        sqlite3_clear_bindings(statement_);
    }
    ResetAtEnd(const ResetAtEnd&) = delete;
    ResetAtEnd& operator=(const ResetAtEnd&) = delete;

private:
    sqlite3_stmt* statement_;
};

int bind_value(sqlite3_stmt* statement, int slot, const Value& value) {
    if (const auto* integer = std::get_if<std::int64_t>(&value))
        return sqlite3_bind_int64(statement, slot, *integer);
    if (const auto* real = std::get_if<double>(&value)) return sqlite3_bind_double(statement, slot, *real);
    if (const auto* text = std::get_if<std::string>(&value)) {
        // The text outlives the step, so SQLite needs no copy of it.
        return sqlite3_bind_text64(statement, slot, text->data(), text->size(), SQLITE_STATIC, SQLITE_UTF8);
    }
    return sqlite3_bind_null(statement, slot);
}

// SQLite has one writer at a time, so rows need no locks.
std::string without_row_locks(std::string sql) {
    for (const std::string_view lock : {" FOR UPDATE", " FOR KEY SHARE", " SKIP LOCKED"})
        for (std::size_t at; (at = sql.find(lock)) != std::string::npos;)
            sql.erase(at, lock.size());
    return sql;
}

std::shared_ptr<const ColumnNames> names_of_columns(sqlite3_stmt* statement) {
    auto names = std::make_shared<ColumnNames>();
    for (int i = 0; i < sqlite3_column_count(statement); ++i)
        names->emplace_back(sqlite3_column_name(statement, i));
    return names;
}

}  // namespace

Connection::Connection(const std::filesystem::path& file, Use use, StatementStatistics& statistics)
    : statistics_(statistics) {
    sqlite3* raw = nullptr;
    const int flags =
        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    const int code = sqlite3_open_v2(file.c_str(), &raw, flags, nullptr);
    handle_.reset(raw);
    if (code != SQLITE_OK)
        throw StoreUnavailable(std::string("cannot open the database: ") + sqlite3_errstr(code));
    sqlite3_busy_timeout(raw, busy_timeout_ms);
    use_wal();
    run(session_settings);
    if (use == Use::read) run("PRAGMA query_only = ON");
}

void Connection::fail(int code, const char* sql) const {
    const std::string what =
        std::string(sqlite3_errmsg(handle_.get())) + " (" + std::to_string(code) + ") in: " + sql;
    if (code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY) throw UniqueViolation(what);
    if (is_outage(code)) throw StoreUnavailable(what, (code & 0xFF) == SQLITE_FULL);
    throw std::runtime_error(what);
}

// If another process switches a new database to WAL at the same time, SQLite refuses at once, without the
// busy timeout. So this waits and repeats.
void Connection::use_wal() {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(busy_timeout_ms);
    const char* const sql = "PRAGMA journal_mode = WAL";
    for (;;) {
        const int code = sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr);
        if (code == SQLITE_OK) return;
        if ((code & 0xFF) != SQLITE_BUSY || std::chrono::steady_clock::now() > deadline)
            fail(sqlite3_extended_errcode(handle_.get()), sql);
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
}

void Connection::run(const char* sql) {
    const int code = sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) fail(sqlite3_extended_errcode(handle_.get()), sql);
}

Connection::Prepared& Connection::prepare(const Statement& statement) {
    const auto found = prepared_.find(statement);
    if (found != prepared_.end()) return found->second;
    const std::string sql = without_row_locks(statement.text);
    sqlite3_stmt* raw = nullptr;
    const int code = sqlite3_prepare_v3(handle_.get(), sql.c_str(), static_cast<int>(sql.size()) + 1,
                                        SQLITE_PREPARE_PERSISTENT, &raw, nullptr);
    Prepared prepared{std::unique_ptr<sqlite3_stmt, Close>(raw), {}, {}, {}};
    if (code != SQLITE_OK) fail(code, sql.c_str());
    for (int slot = 1; slot <= sqlite3_bind_parameter_count(raw); ++slot) {
        const char* name = sqlite3_bind_parameter_name(raw, slot);
        const long number = name && name[0] == '$' ? std::strtol(name + 1, nullptr, 10) : 0;
        if (number < 1) throw std::logic_error("parameters are called $1, $2, ...: " + sql);
        prepared.parameters.push_back(static_cast<std::size_t>(number - 1));
    }
    prepared.columns = names_of_columns(raw);
    prepared.counter = &statistics_.counter(statement.name);
    return prepared_.emplace(statement, std::move(prepared)).first->second;
}

void Connection::bind(const Prepared& prepared, std::span<const Value> parameters) {
    for (std::size_t slot = 0; slot < prepared.parameters.size(); ++slot) {
        const std::size_t place = prepared.parameters[slot];
        if (place >= parameters.size()) throw std::logic_error("a statement lacks parameters");
        const int code = bind_value(prepared.statement.get(), static_cast<int>(slot) + 1, parameters[place]);
        if (code != SQLITE_OK) fail(code, sqlite3_sql(prepared.statement.get()));
    }
}

Row Connection::current_row(const Prepared& prepared) {
    sqlite3_stmt* const statement = prepared.statement.get();
    const int columns = sqlite3_column_count(statement);
    std::vector<Value> values;
    values.reserve(static_cast<std::size_t>(columns));
    for (int i = 0; i < columns; ++i) {
        switch (sqlite3_column_type(statement, i)) {
            case SQLITE_INTEGER:
                values.emplace_back(std::int64_t{sqlite3_column_int64(statement, i)});
                break;
            case SQLITE_FLOAT:
                values.emplace_back(sqlite3_column_double(statement, i));
                break;
            case SQLITE_NULL:
                values.emplace_back(nullptr);
                break;
            default: {
                const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, i));
                values.emplace_back(std::in_place_type<std::string>, text,
                                    static_cast<std::size_t>(sqlite3_column_bytes(statement, i)));
            }
        }
    }
    return Row(prepared.columns, std::move(values));
}

std::vector<Row> Connection::query(const Statement& statement, std::span<const Value> parameters) {
    check_parameters(parameters);
    const Prepared& prepared = prepare(statement);
    const StatementTimer timer(statistics_, *prepared.counter);
    const ResetAtEnd reset(prepared.statement.get());
    bind(prepared, parameters);
    std::vector<Row> rows;
    for (;;) {
        const int code = sqlite3_step(prepared.statement.get());
        if (code == SQLITE_DONE) return rows;
        if (code != SQLITE_ROW) fail(code, statement.text.c_str());
        rows.push_back(current_row(prepared));
    }
}

}  // namespace lectern::storage::sqlite
