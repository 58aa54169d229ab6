#pragma once

#include "domain/base/uuid.hpp"
#include "domain/lecture/lecture.hpp"
#include "domain/lecture/plan.hpp"
#include "domain/lecture/transcript.hpp"
#include "server/wire/fields.hpp"
#include "storage/lectures/lecture_store.hpp"
#include "storage/uploads/upload_store.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lectern::api {

// The JSON bodies of document B: each names its members once, for parsing, writing and the OpenAPI text.

struct UploadSession {
    static constexpr std::string_view schema = "UploadSession";
    std::string name;
    std::optional<std::string> module, drive_link, download_task_id, subtitles, class_session_id,
        classroom_id;

    void describe(wire::Fields& f) {
        f.text("name", name, {.min = 1, .max = 200});
        f.text("module", module, {.max = 200});
        f.text("drive_link", drive_link, {.min = 1, .max = 2048});
        f.text("download_task_id", download_task_id, {.max = 100});
        f.rule("drive_link", drive_link || download_task_id, "is required");
        f.rule("download_task_id", !drive_link || !download_task_id,
               "stands in place of drive_link, not beside it");
        f.rule("download_task_id", !download_task_id || parse_uuid(*download_task_id), "must be a UUID");
        f.text("subtitles", subtitles, {.max = 900000});
        f.text("class_session_id", class_session_id, {.max = 100});
        f.text("classroom_id", classroom_id, {.max = 100});
        f.rule("class_session_id", !class_session_id || parse_uuid(*class_session_id), "must be a UUID");
        f.rule("classroom_id", !classroom_id || parse_uuid(*classroom_id), "must be a UUID");
    }
};

struct LectureBody {
    static constexpr std::string_view schema = "Session";
    std::int64_t id = 0;
    std::string name;
    std::optional<std::string> module;
    std::string drive_link, job_status;
    std::optional<std::string> error, class_session_id;
    std::optional<double> duration;
    Timestamp created_at{}, updated_at{};

    LectureBody() = default;
    explicit LectureBody(const Lecture& lecture);

    void describe(wire::Fields& f) {
        f.integer("id", id);
        f.text("name", name);
        f.text("module", module);
        f.text("drive_link", drive_link);
        f.text("job_status", job_status);
        f.text("error", error);
        f.number("duration", duration);
        f.text("class_session_id", class_session_id);
        f.time("created_at", created_at);
        f.time("updated_at", updated_at);
    }
};

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

struct StatusBody {
    static constexpr std::string_view schema = "JobStatus";
    std::string job_status;
    double progress = 0;
    std::optional<std::string> error;
    std::int64_t attempt = 0;

    StatusBody() = default;
    explicit StatusBody(const storage::PipelineStatus& status);

    void describe(wire::Fields& f) {
        f.text("job_status", job_status);
        f.number("progress", progress, {.min = 0, .max = 1});
        f.text("error", error);
        f.integer("attempt", attempt);
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

    void describe(wire::Fields& f) { f.list("snippets", snippets, {.max = max_plan_items}); }
};

struct StartedBody {
    static constexpr std::string_view schema = "Started";
    std::string message, task_id;

    void describe(wire::Fields& f) {
        f.text("message", message);
        f.text("task_id", task_id);
    }
};

struct TaskBody {
    static constexpr std::string_view schema = "Task";
    std::string task_id, status;
    std::optional<std::string> result, error;
    double progress = 0;
    std::int64_t attempt = 0;

    TaskBody() = default;
    explicit TaskBody(const Job& job);

    void describe(wire::Fields& f) {
        f.text("task_id", task_id);
        f.text("status", status);
        f.text("result", result);
        f.number("progress", progress, {.min = 0, .max = 1});
        f.text("error", error);
        f.integer("attempt", attempt);
    }
};

struct UploadBody {
    static constexpr std::string_view schema = "Upload";
    std::string id, link, name;
    std::int64_t received = 0;
    std::optional<std::int64_t> total;
    bool complete = false;
    Timestamp created_at{};

    UploadBody() = default;
    explicit UploadBody(const storage::Upload& upload);

    void describe(wire::Fields& f) {
        f.text("id", id);
        f.text("link", link);
        f.text("name", name);
        f.integer("received", received);
        f.integer("total", total);
        f.truth("complete", complete);
        f.time("created_at", created_at);
    }
};

struct SegmentBody {
    static constexpr std::string_view schema = "TranscriptSegment";
    double start = 0, end = 0;
    std::string text;

    void describe(wire::Fields& f) {
        f.number("start", start);
        f.number("end", end);
        f.text("text", text);
    }
};

struct TranscriptBody {
    static constexpr std::string_view schema = "Transcript";
    std::string language, engine;
    double duration = 0;
    std::vector<SegmentBody> segments;

    TranscriptBody() = default;
    explicit TranscriptBody(const Transcript& transcript);

    void describe(wire::Fields& f) {
        f.text("language", language);
        f.text("engine", engine);
        f.number("duration", duration);
        f.list("segments", segments, {.max = 1000000});
    }
};

struct HealthBody {
    static constexpr std::string_view schema = "Health";
    std::string status;

    void describe(wire::Fields& f) { f.text("status", status); }
};

}  // namespace lectern::api
