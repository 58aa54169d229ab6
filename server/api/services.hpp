#pragma once

#include "domain/base/time.hpp"

#include <cstdint>
#include <functional>
#include <string>

namespace lectern {
namespace http {
class BlockingPool;
class Router;
}  // namespace http
namespace media {
struct SourceOptions;
struct StyleOptions;
}  // namespace media
namespace storage {
class JobStore;
class LectureStore;
class Outbox;
class StateFolder;
class TokenStore;
class UploadStore;
}  // namespace storage
namespace work {
class Housekeeping;
class Runner;
}  // namespace work
}  // namespace lectern

namespace lectern::api {

class ClipFiles;
class EventHub;
class MediaUrls;
class UploadsInProgress;

// What handlers work with. Owned by the composition root, which outlives every request; everything in here is
// safe to use from any io thread, the stores only through run_blocking.
struct Services {
    http::BlockingPool& blocking;  // for calls to the stores: a thread a connection
    http::BlockingPool& disk;      // for files: a slow fsync must not keep reads of the database waiting
    storage::LectureStore& lectures;
    storage::JobStore& jobs;
    storage::UploadStore& uploads;
    storage::TokenStore& tokens;
    storage::StateFolder& folder;
    storage::Outbox& outbox;
    work::Runner& runner;
    work::Housekeeping& housekeeping;
    const media::SourceOptions& sources;
    const media::StyleOptions& style;
    EventHub& events;
    MediaUrls& media_urls;
    ClipFiles& clip_files;
    UploadsInProgress& uploads_in_progress;
    std::int64_t max_upload_bytes;
    bool tokens_required;  // auth.mode = required
    std::function<Timestamp()> now;
};

void add_lecture_routes(http::Router& router, Services& services);
void add_snippet_routes(http::Router& router, Services& services);
void add_upload_routes(http::Router& router, Services& services);
void add_service_routes(http::Router& router, Services& services);  // health and /openapi.json; add last

}  // namespace lectern::api
