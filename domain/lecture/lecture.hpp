#pragma once

#include "domain/base/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lectern {

enum class LectureStatus { pending, downloading, transcribing, analyzing, finished, failed };

// "Pending", "Processing: Downloading", ...: the words of the API.
std::string_view to_text(LectureStatus status);
std::optional<LectureStatus> parse_lecture_status(std::string_view text);

// While the pipeline runs, the plan may not be edited.
inline bool pipeline_runs(LectureStatus status) {
    return status != LectureStatus::finished && status != LectureStatus::failed;
}

// A recording with its pipeline.
struct Lecture {
    std::int64_t id = 0;
    std::string name;
    std::optional<std::string> module;
    std::string link;        // as the person gave it
    std::string source_key;  // canonical: equal for every spelling of the same recording ("drive:1AbC...")
    LectureStatus status = LectureStatus::pending;
    std::string error;                     // for the person; "" unless failed
    std::optional<std::string> recording;  // file in the state folder, relative; once downloaded
    std::optional<double> duration;        // seconds; once known
    std::optional<std::string> class_session_id;
    std::optional<std::string> job_id;  // the pipeline's current or last job
    Timestamp created_at{};
    Timestamp updated_at{};
};

// The finished file of a snippet. Every cut makes a new file; a published file never changes.
struct Clip {
    std::string file;     // relative to the state folder
    std::string version;  // unique per cut; the ETag is made of it
    std::int64_t bytes = 0;
    std::string sha256;  // hex
    Timestamp made_at{};
};

// One topic of a lecture: a line of its plan.
struct Snippet {
    std::int64_t id = 0;
    std::int64_t lecture_id = 0;
    int position = 1;  // place in the plan, from 1
    std::string name;
    std::string summary;
    double start = 0;  // seconds, 0 <= start < end <= duration
    double end = 0;
    std::optional<Clip> clip;
    std::optional<std::string> task_id;  // its last cut job
    Timestamp created_at{};

    // "{position})_{Name}.mp4" once cut.
    std::optional<std::string> storage_link() const;
};

struct LectureWithSnippets {
    Lecture lecture;
    std::vector<Snippet> snippets;  // by position
};

// "{n})_{Name}.mp4" from a snippet's place and name, by the rules of disk_name().
std::string clip_file_name(int position, std::string_view name);

}  // namespace lectern
