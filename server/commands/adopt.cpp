#include "server/commands/adopt.hpp"

#include "server/part_options.hpp"
#include "storage/files/folder_identity.hpp"
#include "storage/open_database.hpp"

#include <ostream>

namespace lectern::commands {

void adopt(const options::Settings& settings, std::ostream& out) {
    const storage::StateFolder folder(settings.storage.state, 0);
    const auto database = storage::open_database(part_options::database(settings));
    database->claim_server();
    database->migrate();
    storage::adopt(*database, folder);
    out << "The " << database->driver() << " database and the state folder " << settings.storage.state
        << " belong together now. `lectern scrub` shows which files are missing and which no row names.\n";
}

}  // namespace lectern::commands
