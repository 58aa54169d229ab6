#pragma once

#include "domain/base/mistakes.hpp"
#include "domain/job/job.hpp"
#include "domain/lecture/plan.hpp"
#include "server/api/answers.hpp"
#include "server/api/lectures/lecture_bodies.hpp"
#include "server/pipeline/cut_style.hpp"
#include "server/pipeline/payloads.hpp"
#include "server/wire/fields.hpp"
#include "storage/lectures/cut_orders.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace lectern::api {

// The JSON bodies of snippets, the plan that they make up, and the cuts of their clips.

// The clip that a snippet has.
struct ClipBody {
    static constexpr std::string_view schema = "Clip";
    std::int64_t bytes = 0;
    std::optional<double> duration, start;
    Timestamp made_at{};
    std::optional<std::string> mode, method;
    bool stale = false;

    ClipBody() = default;
    ClipBody(const Clip& clip, bool is_stale);

    void describe(wire::Fields& f);
};

// The last cut of a snippet.
struct SnippetCutBody {
    static constexpr std::string_view schema = "SnippetCut";
    std::string task_id, status;
    double progress = 0;
    std::optional<std::string> error;

    SnippetCutBody() = default;
    explicit SnippetCutBody(const Cut& cut);

    void describe(wire::Fields& f);
};

struct SnippetBody {
    static constexpr std::string_view schema = "Snippet";
    std::int64_t id = 0, session_id = 0, position = 0, start_second = 0, end_second = 0;
    std::string name, summary;
    double start = 0, end = 0;
    std::optional<std::string> storage_link, media_url, task_id;
    std::optional<ClipBody> clip;
    std::optional<SnippetCutBody> cut;
    Timestamp created_at{};

    SnippetBody() = default;
    SnippetBody(const Snippet& snippet, std::optional<std::string> url);

    void describe(wire::Fields& f);
};

// How browsers get on with the recording.
struct PlaybackBody {
    static constexpr std::string_view schema = "Playback";
    std::string mime, codecs;
    std::int64_t width = 0, height = 0;
    std::optional<double> fps;
    bool direct = true;
    std::optional<std::string> reason;

    PlaybackBody() = default;
    explicit PlaybackBody(const Playback& playback);

    void describe(wire::Fields& f);
};

// A copy of the recording that browsers play.
struct ProxyBody {
    static constexpr std::string_view schema = "Proxy";
    std::optional<std::string> url;  // signed; none until it is there
    std::string task_id, status;
    double progress = 0;
    std::optional<std::string> error;

    ProxyBody() = default;
    ProxyBody(const Proxy& proxy, std::optional<std::string> signed_url);

    void describe(wire::Fields& f);
};

struct ResultsBody : LectureBody {
    static constexpr std::string_view schema = "SessionResults";
    std::int64_t revision = 0;
    double progress = 0;
    std::optional<std::string> poster_url, preview;
    std::string events_url, captions_url;      // signed
    std::optional<std::string> recording_url;  // signed
    std::optional<PlaybackBody> playback;
    std::optional<ProxyBody> proxy;
    std::vector<SnippetBody> snippets;

    ResultsBody() = default;
    explicit ResultsBody(const LectureWithSnippets& found);

    void describe(wire::Fields& f);
};

// The revision of the plan in the ETag of results; nullopt for any other tag.
std::optional<std::int64_t> revision_of(std::string_view tag);

// Results with their strong ETag, which begins with the revision of the plan: "3-0a1b2c3d4e5f6071".
struct Results {
    static constexpr AnswerType answer_type{200, body_type<ResultsBody>()};
    ResultsBody body;

    http::Response response(const http::Request& request) const;
};

// 412: the plan is no longer the one that the caller has seen. A problem with the present results in it.
struct OutdatedPlan {
    static constexpr AnswerType answer_type{412, body_type<ResultsBody>()};
    Error error;
    ResultsBody present;

    http::Response response(const http::Request& request) const;
};

// What a change of a plan is answered with.
using PlanAnswer = std::variant<Results, OutdatedPlan>;

struct AnalyzeBody {
    static constexpr std::string_view schema = "Analyze";
    static constexpr bool may_be_empty = true;
    bool anew = false;

    void describe(wire::Fields& f) {
        f.truth("anew", anew,
                {.required = false, .about = "Analyses the transcript again, even if its topics are kept."});
    }
};

struct PlanItemBody {
    static constexpr std::string_view schema = "PlanItem";
    std::optional<std::int64_t> id;
    std::string name;
    std::optional<std::string> summary;
    double start = 0, end = 0;

    void describe(wire::Fields& f);
};

struct PlanBody {
    static constexpr std::string_view schema = "Plan";
    std::vector<PlanItemBody> snippets;

    std::vector<PlanItem> items() const;

    void describe(wire::Fields& f) { f.list("snippets", snippets, {.max = max_plan_items}); }
};

// How a clip is cut. For absent members the server's configuration is used.
struct ProcessBody {
    static constexpr std::string_view schema = "Process";
    static constexpr bool may_be_empty = true;
    std::optional<std::string> mode, fit, style, background, title;
    std::optional<std::int64_t> width, height;
    std::optional<double> title_seconds;

    pipeline::CutPayload payload() const;
    storage::CutOrder order() const;

    void describe(wire::Fields& f);
};

// For blocking_endpoint(): checks the style that a ProcessBody and the configured style make.
inline auto check_style_of_cuts(const media::StyleOptions& style) {
    return [&style](const auto& /*address*/, const ProcessBody& body, Mistakes& mistakes) {
        // If fields have mistakes, the style that they make is not checked.
        if (!mistakes.any()) mistakes.add(pipeline::style_of(body.payload(), style, ""));
    };
}

struct SnippetIdBody {
    static constexpr std::string_view schema = "SnippetId";
    std::int64_t id = 0;

    void describe(wire::Fields& f) { f.id("id", id); }
};

// The same for several snippets; without `snippets` for the whole plan.
struct ProcessManyBody : ProcessBody {
    static constexpr std::string_view schema = "ProcessMany";
    std::vector<SnippetIdBody> snippets;

    std::vector<std::int64_t> ids() const;

    void describe(wire::Fields& f) {
        ProcessBody::describe(f);
        f.list("snippets", snippets,
               {.max = max_plan_items, .required = false, .about = "Which ones; all if it is left out."});
    }
};

struct StartedManyBody {
    static constexpr std::string_view schema = "StartedMany";
    std::string message;
    std::vector<std::string> task_ids;  // in the order of the plan

    void describe(wire::Fields& f) {
        f.text("message", message);
        f.texts("task_ids", task_ids);
    }
};

// A cut, which the API calls a task.
struct CutBody {
    static constexpr std::string_view schema = "Task";
    std::string task_id, status;
    std::optional<std::string> result, error;
    double progress = 0;
    std::int64_t attempt = 0;

    CutBody() = default;
    explicit CutBody(const Job& job);

    void describe(wire::Fields& f);
};

}  // namespace lectern::api
