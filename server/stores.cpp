#include "server/stores.hpp"

#include "server/log.hpp"
#include "server/part_options.hpp"
#include "storage/files/folder_identity.hpp"
#include "storage/open_database.hpp"

#include <string>

namespace lectern {
namespace {

std::unique_ptr<storage::Database> open_database(const options::Settings& settings,
                                                 const storage::StateFolder& folder) {
    storage::DatabaseOptions options = part_options::database(settings);
    options.report_slow = [](const std::string& line) { log::warn("database: {}", line); };
    auto database = storage::open_database(options);
    database->claim_server();  // before migrate(), which must not change the schema under a running server
    database->migrate();
    storage::claim_pair(*database, folder);
    return database;
}

}  // namespace

Stores::Stores(const options::Settings& settings)
    : folder(settings.storage.state, settings.storage.keep_free_mib << 20),
      database(open_database(settings, folder)),
      lectures(*database, settings.jobs.max_open),
      snippets(*database, settings.jobs.max_open),
      drafts(*database, settings.jobs.max_open),
      pipeline(*database, settings.jobs.max_open),
      previews(*database, settings.jobs.max_open),
      proxies(*database, settings.jobs.max_open),
      jobs(*database),
      uploads(*database),
      tokens(*database),
      logins(*database),
      owners(*database),
      classrooms(*database),
      class_sessions(*database),
      class_ties(*database),
      batches(*database),
      downloads(*database),
      outbox(*database, folder, [](const std::string& line) { log::warn("files: {}", line); }) {
    lectures.fill_search_texts();
}

}  // namespace lectern
