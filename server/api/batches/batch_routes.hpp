#pragma once

#include "domain/base/time.hpp"
#include "server/api/routes.hpp"

#include <functional>
#include <string>

namespace lectern {
namespace jobs {
class Runner;
}
namespace media {
struct SourceOptions;
}
namespace storage {
class BatchStore;
class DownloadStore;
class StateFolder;
}  // namespace storage
}  // namespace lectern

namespace lectern::api {

class ClientFiles;

// What the handlers of clients, their sessions and download tasks need. All of it outlives the routes and may
// be used by any thread.
struct BatchServices {
    http::BlockingPool& database;
    storage::BatchStore& batches;
    storage::DownloadStore& downloads;
    jobs::Runner& runner;
    std::function<Timestamp()> now;
};

// What is needed to read the links of new download tasks.
struct DownloadSources {
    const media::SourceOptions& sources;
    const std::string& id_template;  // see pipeline::download_link()
};

void add_batch_routes(Routes& routes, const BatchServices& services, const DownloadSources& sources,
                      ClientFiles& files);
// `only_for_callers`: files need a token, so shared caches must not keep them.
void add_download_task_routes(Routes& routes, const BatchServices& services,
                              const storage::StateFolder& folder, bool only_for_callers);

}  // namespace lectern::api
