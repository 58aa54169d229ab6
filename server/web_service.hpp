#pragma once

#include "domain/base/time.hpp"
#include "server/api/access/logins.hpp"
#include "server/api/access/media_urls.hpp"
#include "server/api/access/token_lookups.hpp"
#include "server/api/batches/batch_routes.hpp"
#include "server/api/batches/client_files.hpp"
#include "server/api/cache/answer_cache.hpp"
#include "server/api/classrooms/classroom_routes.hpp"
#include "server/api/lectures/events/event_feed.hpp"
#include "server/api/lectures/events/lecture_watchers.hpp"
#include "server/api/lectures/lecture_routes.hpp"
#include "server/api/lectures/media_answers.hpp"
#include "server/api/lectures/recording_resolver.hpp"
#include "server/api/operations/health_probe.hpp"
#include "server/api/operations/metrics.hpp"
#include "server/api/routes.hpp"
#include "server/api/uploads/upload_routes.hpp"
#include "server/api/uploads/uploads_in_progress.hpp"
#include "server/http/router.hpp"
#include "server/http/run_blocking.hpp"
#include "server/http/server.hpp"
#include "server/job_system.hpp"
#include "server/options/settings.hpp"
#include "server/stores.hpp"

#include <functional>
#include <memory>

namespace lectern {

// Answers requests: owns the thread pools, the caches, the routes of the API and the HTTP server.
class WebService {
public:
    // Opens the listening socket. Requests are answered only after server().start(). All arguments must
    // outlive this. Throws std::exception; what() is a sentence for the person who started the server.
    WebService(const options::Settings& settings, Stores& stores, JobSystem& jobs,
               api::AnswerCache& answer_cache, api::LectureWatchers& watchers, api::EventFeed& events,
               std::function<Timestamp()> now);

    http::Server& server() { return *server_; }

private:
    void add_routes(const options::Settings& settings, Stores& stores, JobSystem& jobs,
                    api::AnswerCache& answer_cache, api::EventFeed& events);
    std::unique_ptr<http::Server> listen(const options::Settings& settings, Stores& stores);

    const std::function<Timestamp()> now_;
    const bool tokens_required_;
    http::BlockingPool database_;
    http::BlockingPool disk_;
    api::TokenLookups token_lookups_;
    api::LoginAttempts login_attempts_;
    api::HealthProbe health_probe_;
    api::Metrics metrics_;
    api::MediaUrls media_urls_;
    api::OpenFiles open_files_;
    api::MediaCache media_cache_;
    api::UploadsInProgress uploads_in_progress_;
    api::ClientFiles client_files_;
    api::RecordingResolver recordings_;
    const api::LoginServices login_services_;
    const api::LectureServices lecture_services_;
    const api::MediaServices media_services_;
    const api::UploadServices upload_services_;
    const api::ClassroomServices classroom_services_;
    const api::BatchServices batch_services_;
    http::Router router_;
    std::unique_ptr<http::Server> server_;  // last: it uses all of the above
};

}  // namespace lectern
