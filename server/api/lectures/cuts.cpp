// Cuts of clips, which the API calls tasks: start, status, cancel.
#include "domain/base/random.hpp"
#include "server/api/access/client_ownership.hpp"
#include "server/api/cache/cached.hpp"
#include "server/api/lectures/lecture_parameters.hpp"
#include "server/api/lectures/lecture_routes.hpp"
#include "server/api/lectures/snippet_bodies.hpp"
#include "server/api/message_bodies.hpp"
#include "server/jobs/runner.hpp"
#include "server/pipeline/cut_style.hpp"
#include "storage/jobs/job_store.hpp"
#include "storage/lectures/snippet_store.hpp"

#include <functional>
#include <string>

namespace lectern::api {
namespace {

struct CutAddress {
    std::string task_id;

    void describe(wire::Fields& f) { f.uuid("task_id", task_id, {.about = "The cut's UUID."}); }
};

Result<StartedBody> start_cut(const LectureServices& services, const SnippetAddress& address,
                              const ProcessBody& body) {
    const auto started =
        services.snippets.start_cut(address.snippet_id, body.order(), random_uuid(), services.now());
    if (!started) return started.error();
    if (started->replaced) services.runner.cancel(*started->replaced);
    services.runner.wake();
    return StartedBody{
        started->already_running ? "Snippet processing is under way" : "Snippet processing started",
        started->task_id};
}

Result<StartedManyBody> start_cuts(const LectureServices& services, const LectureAddress& address,
                                   const ProcessManyBody& body) {
    const auto started =
        services.snippets.start_cuts(address.session_id, body.ids(), body.order(), services.now());
    if (!started) return started.error();
    StartedManyBody answer;
    for (const storage::StartedCut& one : *started) {
        if (one.replaced) services.runner.cancel(*one.replaced);
        answer.task_ids.push_back(one.task_id);
    }
    services.runner.wake();
    answer.message = "Processing of " + std::to_string(answer.task_ids.size()) + " snippets started";
    return answer;
}

// A job of a pipeline is not found: it is not a cut.
Result<Job> find_cut(storage::JobStore& jobs, const CutAddress& address) {
    auto job = jobs.get(address.task_id);
    if (!job || about(job->kind).scope != JobScope::clip) return Error::not_found("There is no such task.");
    return *std::move(job);
}

Result<CachedRead<CutBody>> get_cut(storage::JobStore& jobs, const CutAddress& address) {
    const auto job = find_cut(jobs, address);
    if (!job) return job.error();
    return CachedRead<CutBody>{CutBody(*job), job->lecture_id};
}

Result<CutBody> cancel_cut(storage::JobStore& jobs, jobs::Runner& runner,
                           const std::function<Timestamp()>& now, const CutAddress& address) {
    const auto job = find_cut(jobs, address);
    if (!job) return job.error();
    const auto cancelled = jobs.cancel(job->id, now());
    if (!cancelled) return cancelled.error();
    runner.cancel(job->id);
    return CutBody(*cancelled);
}

}  // namespace

void add_cut_routes(Routes& routes, const LectureServices& services, storage::JobStore& jobs,
                    AnswerCache& answer_cache, const media::StyleOptions& style) {
    using http::Method;
    using std::bind_front;
    http::BlockingPool& database = services.database;
    const std::string cut = "/api/v1/snippets/tasks/{task_id}";
    routes.add({.method = Method::post,
                .pattern = "/api/v1/snippets/{snippet_id}/process",
                .client_owns = owns_snippet(services.owners),
                .summary = "Starts to cut the clip of a snippet."},
               blocking_endpoint<SnippetAddress, ProcessBody, StartedBody>(
                   database, bind_front(start_cut, std::cref(services)), check_style_of_cuts(style)));
    routes.add({.method = Method::post,
                .pattern = "/api/v1/sessions/{session_id}/process",
                .client_owns = owns_lecture(services.owners),
                .summary = "Starts to cut the clips of several snippets of a session: all of them, or none."},
               blocking_endpoint<LectureAddress, ProcessManyBody, StartedManyBody>(
                   database, bind_front(start_cuts, std::cref(services)), check_style_of_cuts(style)));
    routes.add({.method = Method::get,
                .pattern = cut,
                .client_owns = owns_cut(services.owners),
                .summary = "Returns the status of a cut."},
               cached<CutAddress, CutBody>(answer_cache, database, services.now,
                                           bind_front(get_cut, std::ref(jobs))));
    routes.add({.method = Method::post,
                .pattern = cut + "/cancel",
                .client_owns = owns_cut(services.owners),
                .summary = "Cancels a cut."},
               blocking_endpoint<CutAddress, NoBody, CutBody>(
                   database, bind_front(cancel_cut, std::ref(jobs), std::ref(services.runner),
                                        std::cref(services.now))));
}

}  // namespace lectern::api
