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

    void describe(wire::Fields& f) {
        f.integer("id", id);
        f.integer("session_id", session_id);
        f.integer("position", position);
        f.text("name", name);
        f.text("summary", summary);
        f.integer("start_second", start_second);
        f.integer("end_second", end_second);
        f.number("start", start);
        f.number("end", end);
        f.text("storage_link", storage_link);
        f.text("media_url", media_url);
        f.text("task_id", task_id);
        f.time("created_at", created_at);
    }
};

struct ResultsBody : LectureBody {
    static constexpr std::string_view schema = "SessionResults";
    std::vector<SnippetBody> snippets;

    using LectureBody::LectureBody;

    void describe(wire::Fields& f) {
        LectureBody::describe(f);
        f.list("snippets", snippets);
    }
};

struct PlanItemBody {
    static constexpr std::string_view schema = "PlanItem";
    std::optional<std::int64_t> id;
    std::string name;
    std::optional<std::string> summary;
    double start = 0, end = 0;

    void describe(wire::Fields& f) {
        f.integer("id", id, {.min = 1});
        f.text("name", name, {.min = 1, .max = 200});
        f.text("summary", summary, {.max = 5000});
        f.number("start", start, {.min = 0});
        f.number("end", end, {.min = 0});
    }
};

struct PlanBody {
    static constexpr std::string_view schema = "Plan";
    std::vector<PlanItemBody> snippets;

    std::vector<PlanItem> items() const;

    void describe(wire::Fields& f) { f.list("snippets", snippets, {.max = max_plan_items}); }
};

// How a clip is to be cut; the server's configuration stands for members that are absent.
struct ProcessBody {
    static constexpr std::string_view schema = "Process";
    static constexpr bool may_be_empty = true;
    std::optional<std::string> mode, fit, background, title;
    std::optional<std::int64_t> width, height;
    std::optional<double> title_seconds;

    pipeline::CutPayload payload() const;

    void describe(wire::Fields& f) {
        f.text("mode", mode, {.one_of = {"styled", "exact", "fast"}});
        f.integer("width", width, {.min = 64, .max = 3840});
        f.integer("height", height, {.min = 64, .max = 2160});
        f.text("fit", fit, {.one_of = {"fit", "crop"}});
        f.number("title_seconds", title_seconds, {.min = 0, .max = 30});
        f.text("title", title, {.max = 200});
        f.text("background", background, {.max = 20});
        f.rule("width", width.value_or(0) % 2 == 0, "must be even");
        f.rule("height", height.value_or(0) % 2 == 0, "must be even");
        f.rule("background", !background || pipeline::parse_colour(*background),
               "must be a colour such as #1d3557");
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

    void describe(wire::Fields& f) {
        f.text("task_id", task_id);
        f.text("status", status);
        f.text("result", result);
        f.number("progress", progress, {.min = 0, .max = 1});
        f.text("error", error);
        f.integer("attempt", attempt);
    }
};

}  // namespace lectern::api
