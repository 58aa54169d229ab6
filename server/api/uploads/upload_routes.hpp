#pragma once

#include "domain/base/time.hpp"
#include "server/api/routes.hpp"

#include <cstdint>
#include <functional>

namespace lectern::storage {
class OwnershipStore;
class StateFolder;
class UploadStore;
}  // namespace lectern::storage

namespace lectern::pipeline {
class Housekeeping;
}

namespace lectern::api {

class UploadsInProgress;

// What the handlers of uploads need. It outlives the routes, and all of it may be used by any
// thread.
struct UploadServices {
    http::BlockingPool& database;
    http::BlockingPool& disk;  // a slow fsync must not delay reads of the database
    storage::UploadStore& uploads;
    const storage::StateFolder& folder;
    UploadsInProgress& in_progress;
    pipeline::Housekeeping& housekeeping;
    std::int64_t max_bytes;  // of one file
    std::function<Timestamp()> now;
};

void add_upload_routes(Routes& routes, const UploadServices& services, storage::OwnershipStore& owners);

}  // namespace lectern::api
