#pragma once

#include "domain/base/time.hpp"
#include "server/api/routes.hpp"

#include <functional>

namespace lectern {
namespace jobs {
class Runner;
}
namespace media {
struct StyleOptions;
}
namespace pipeline {
class Housekeeping;
}
namespace storage {
class ClassTieStore;
class JobStore;
class LectureStore;
class LoginStore;
class OwnershipStore;
class SnippetStore;
class TokenStore;
}  // namespace storage
}  // namespace lectern

namespace lectern::api {

class AnswerCache;
class LectureWatchers;
class MediaUrls;
struct MediaServices;
class RecordingResolver;

// What most handlers of lectures need. It outlives the routes, and all of it may be used by any
// thread.
struct LectureServices {
    http::BlockingPool& database;
    storage::LectureStore& lectures;
    storage::SnippetStore& snippets;
    storage::OwnershipStore& owners;
    storage::TokenStore& tokens;  // event streams end with their caller's token or login
    storage::LoginStore& logins;
    jobs::Runner& runner;
    pipeline::Housekeeping& housekeeping;
    LectureWatchers& watchers;
    std::function<Timestamp()> now;
};

void add_lecture_routes(Routes& routes, const LectureServices& services, storage::ClassTieStore& class_ties,
                        RecordingResolver& recordings);
void add_class_tie_routes(Routes& routes, const LectureServices& services,
                          storage::ClassTieStore& class_ties);
void add_pipeline_routes(Routes& routes, const LectureServices& services, AnswerCache& answer_cache);
void add_transcript_routes(Routes& routes, const LectureServices& services);
void add_snippet_routes(Routes& routes, const LectureServices& services, const MediaUrls& media_urls,
                        AnswerCache& answer_cache);
// `style`: the configured style; a request may set other values.
void add_cut_routes(Routes& routes, const LectureServices& services, storage::JobStore& jobs,
                    AnswerCache& answer_cache, const media::StyleOptions& style);
void add_clip_routes(Routes& routes, const LectureServices& services, const MediaServices& media);
void add_recording_routes(Routes& routes, const LectureServices& services, const MediaServices& media);

}  // namespace lectern::api
