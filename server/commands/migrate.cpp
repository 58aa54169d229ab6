#include "server/commands/migrate.hpp"

#include "server/part_options.hpp"
#include "storage/open_database.hpp"

#include <filesystem>
#include <ostream>

namespace lectern::commands {

void migrate(const options::Settings& settings, std::ostream& out) {
    std::filesystem::create_directories(settings.storage.state);
    const auto database = storage::open_database(part_options::database(settings));
    database->migrate();
    out << "The " << database->driver() << " database is up to date.\n";
}

}  // namespace lectern::commands
