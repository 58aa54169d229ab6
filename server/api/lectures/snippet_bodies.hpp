#pragma once

#include "domain/job/job.hpp"
#include "domain/lecture/plan.hpp"
#include "server/api/lectures/lecture_bodies.hpp"
#include "server/pipeline/cut_style.hpp"
#include "server/pipeline/payloads.hpp"
#include "server/wire/fields.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lectern::api {

// The JSON bodies of snippets, the plan that they make up, and the cuts of their clips.

struct SnippetBody {
    static constexpr std::string_view schema = "Snippet";
    std::int64_t id = 0, session_id = 0, position = 0, start_second = 0, end_second = 0;
    std::string name, summary;
    double start = 0, end = 0;
    std::optional<std::string> storage_link, media_url, task_id;
    Timestamp created_at{};

    SnippetBody() = default;
    SnippetBody(const Snippet& snippet, std::optional<std::string> url);

    void describe(wire::Fields& f);
};

struct ResultsBody : LectureBody {
    static constexpr std::string_view schema = "SessionResults";
    std::string events_url, captions_url;  // signed
    std::vector<SnippetBody> snippets;

    using LectureBody::LectureBody;

    void describe(wire::Fields& f);
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
    std::optional<std::string> mode, fit, background, title;
    std::optional<std::int64_t> width, height;
    std::optional<double> title_seconds;

    pipeline::CutPayload payload() const;

    void describe(wire::Fields& f);
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
