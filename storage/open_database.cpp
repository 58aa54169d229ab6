#include "storage/open_database.hpp"

#include "storage/postgres/database.hpp"
#include "storage/sqlite/database.hpp"

#include <stdexcept>

namespace lectern::storage {

std::unique_ptr<Database> open_database(const DatabaseOptions& options) {
    if (options.connections < 1 || options.connections > 64) {
        throw std::invalid_argument("the number of database connections must be 1..64");
    }
    const auto connections = static_cast<std::size_t>(options.connections);
    if (options.url.empty()) {
        const auto file = options.state_folder / "lectern.db";
        try {
            return std::make_unique<sqlite::SqliteDatabase>(file, connections, options.report_slow);
        } catch (const StoreUnavailable& error) {
            throw StoreUnavailable("the database " + file.string() + " cannot be opened: " + error.what() +
                                       ". Check the folder of --state: the file must be an SQLite database "
                                       "that this user may write, or be absent.",
                                   error.full);
        }
    }
    if (options.url.starts_with("postgresql://") || options.url.starts_with("postgres://")) {
        return std::make_unique<postgres::PostgresDatabase>(options.url, connections, options.report_slow);
    }
    throw std::invalid_argument("the database URL must start with postgresql://, or be empty for SQLite");
}

}  // namespace lectern::storage
