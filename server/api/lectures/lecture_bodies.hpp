#pragma once

#include "domain/lecture/lecture.hpp"
#include "domain/lecture/transcript.hpp"
#include "server/wire/fields.hpp"
#include "storage/lectures/lecture_store.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lectern::api {

// The JSON bodies of lectures, which the API calls sessions.

inline constexpr const char* no_such_lecture = "There is no such session.";

struct UploadSession {
    static constexpr std::string_view schema = "UploadSession";
    std::string name;
    std::optional<std::string> module, drive_link, download_task_id, subtitles, class_session_id,
        classroom_id;

    void describe(wire::Fields& f);
};

// What a session is called. Absent members stay as they are; an empty module takes the module away.
struct LectureChangeBody {
    static constexpr std::string_view schema = "SessionChange";
    std::optional<std::string> name, module;

    void describe(wire::Fields& f);
};

struct LectureBody {
    static constexpr std::string_view schema = "Session";
    std::int64_t id = 0;
    std::string name;
    std::optional<std::string> module;
    std::string drive_link, job_status;
    std::optional<std::string> error, notice, class_session_id;
    std::optional<double> duration;
    Timestamp created_at{}, updated_at{};

    LectureBody() = default;
    explicit LectureBody(const Lecture& lecture);

    void describe(wire::Fields& f);
};

// A session in a list.
struct ListedLectureBody : LectureBody {
    static constexpr std::string_view schema = "ListedSession";
    double progress = 0;
    std::int64_t snippet_count = 0, clip_count = 0;
    std::optional<std::string> poster_url;

    ListedLectureBody() = default;
    explicit ListedLectureBody(const storage::ListedLecture& lecture);

    void describe(wire::Fields& f);
};

// The address of a poster; it is another one for another poster. nullopt without a poster.
std::optional<std::string> poster_url(std::int64_t lecture_id, const std::optional<std::string>& version);
std::optional<std::string> preview_text(const std::optional<PreviewState>& preview);
std::vector<std::string_view> preview_words();
double rounded_progress(double progress);

struct StatusBody {
    static constexpr std::string_view schema = "JobStatus";
    std::string job_status;
    double progress = 0;
    std::optional<std::string> error, notice;
    std::int64_t attempt = 0;

    StatusBody() = default;
    explicit StatusBody(const storage::PipelineStatus& status);

    void describe(wire::Fields& f);
};

struct SegmentBody {
    static constexpr std::string_view schema = "TranscriptSegment";
    double start = 0, end = 0;
    std::string text;

    void describe(wire::Fields& f);
};

struct SilenceBody {
    static constexpr std::string_view schema = "Silence";
    double start = 0, end = 0;

    void describe(wire::Fields& f);
};

struct TranscriptBody {
    static constexpr std::string_view schema = "Transcript";
    std::string language, engine;
    double duration = 0;
    std::vector<SegmentBody> segments;
    std::vector<SilenceBody> silences;

    TranscriptBody() = default;
    explicit TranscriptBody(const Transcript& transcript);

    void describe(wire::Fields& f);
};

}  // namespace lectern::api
