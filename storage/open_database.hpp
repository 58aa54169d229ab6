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
    StatementStatistics::Report report_slow = {};  // gets a line for the log for each slow statement
};

// Connects; does not migrate. Throws StoreUnavailable, or std::invalid_argument for a URL that no driver
// takes.
std::unique_ptr<Database> open_database(const DatabaseOptions& options);

}  // namespace lectern::storage
