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
class ClassroomStore;
class ClassTieStore;
class BatchStore;
class JobStore;
class LectureStore;
class Outbox;
class OwnershipStore;
class StateFolder;
class UploadStore;
}  // namespace storage
namespace jobs {
class Runner;
}
namespace pipeline {
class Housekeeping;
}
}  // namespace lectern

namespace lectern::api {

class ClipFiles;
class LectureWatchers;
class HotReads;
class KnownClips;
class MediaUrls;
class Metrics;
class TokenLookups;
class UploadsInProgress;
class Vitals;

// What handlers work with. Owned by the composition root, which outlives every request; everything in here is
// safe to use from any io thread, the stores only through run_blocking.
struct Services {
    http::BlockingPool& blocking;  // for calls to the stores: a thread a connection
    http::BlockingPool& disk;      // for files: a slow fsync must not keep reads of the database waiting
    storage::LectureStore& lectures;
    storage::BatchStore& batches;
    storage::JobStore& jobs;
    storage::UploadStore& uploads;
    TokenLookups& tokens;
    storage::OwnershipStore& owners;
    storage::ClassroomStore& classrooms;
    storage::ClassTieStore& class_ties;
    storage::StateFolder& folder;
    storage::Outbox& outbox;
    jobs::Runner& runner;
    pipeline::Housekeeping& housekeeping;
    const media::SourceOptions& sources;
    const std::string& id_template;  // see pipeline::task_link()
    const media::StyleOptions& style;
    LectureWatchers& watchers;
    HotReads& hot_reads;
    Vitals& vitals;
    const Metrics& metrics;
    MediaUrls& media_urls;
    ClipFiles& clip_files;
    KnownClips& known_clips;
    UploadsInProgress& uploads_in_progress;
    std::int64_t max_upload_bytes;
    bool tokens_required;  // auth.mode = required
    std::function<Timestamp()> now;
};

void add_lecture_routes(http::Router& router, Services& services);
void add_snippet_routes(http::Router& router, Services& services);
void add_upload_routes(http::Router& router, Services& services);
void add_classroom_routes(http::Router& router, Services& services);
void add_class_session_routes(http::Router& router, Services& services);
void add_class_tie_routes(http::Router& router, Services& services);
void add_calendar_routes(http::Router& router, Services& services);
void add_batch_routes(http::Router& router, Services& services);
void add_download_task_routes(http::Router& router, Services& services);
void add_service_routes(http::Router& router,
                        Services& services);  // health, /metrics, /openapi.json; add last

}  // namespace lectern::api
