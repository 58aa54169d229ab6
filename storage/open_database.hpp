#pragma once

#include "storage/sql/database.hpp"

#include <filesystem>
#include <memory>
#include <string>

namespace lectern::storage {

struct DatabaseOptions {
    std::string url = {};                // "" = SQLite in the state folder; "postgresql://..." otherwise
    std::filesystem::path state_folder;  // holds lectern.db
    int connections = 4;                 // readers (SQLite) or connections (PostgreSQL), 1..64
    StatementStatistics::Report report_slow = {};  // called with a log line for each slow statement
};

// Opens the database without migrating it. Throws StoreUnavailable; std::invalid_argument for a URL that no
// driver supports or a wrong number of connections.
std::unique_ptr<Database> open_database(const DatabaseOptions& options);

}  // namespace lectern::storage
