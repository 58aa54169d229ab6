#pragma once

#include "storage/sql/database.hpp"

#include <string>
#include <unordered_map>
#include <vector>

#include <pqxx/pqxx>

namespace lectern::storage::postgres {

// One session with its prepared statements. For one thread at a time.
class Connection {
public:
    // `conninfo` as made by session_conninfo(). Throws StoreUnavailable.
    explicit Connection(const std::string& conninfo);

    // Runs one statement within `tx`; the prepared form is kept for the next time.
    // Throws ConnectionLost, Conflict, UniqueViolation, StoreUnavailable; std::runtime_error for a bad
    // statement.
    std::vector<Row> query(pqxx::transaction_base& tx, const std::string& sql,
                           std::span<const Value> parameters);

    pqxx::connection& session() { return session_; }
    bool is_open() const { return session_.is_open(); }

private:
    const std::string& prepare(const std::string& sql);

    pqxx::connection session_;
    std::unordered_map<std::string, std::string> prepared_;  // SQL -> name
};

// The settings that every session needs, added to the URL of the options where it does not say otherwise.
// Throws std::invalid_argument for a URL that libpq does not understand.
std::string session_conninfo(const std::string& url);

}  // namespace lectern::storage::postgres
