#pragma once

#include "domain/base/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lectern {

enum class LectureStatus { pending, downloading, transcribing, analyzing, finished, failed };

// The words of the API: "Pending", "Processing: Downloading", ...
std::string_view to_text(LectureStatus status);
std::optional<LectureStatus> parse_lecture_status(std::string_view text);

// The plan of a lecture cannot be changed while its pipeline runs.
inline bool pipeline_runs(LectureStatus status) {
    return status != LectureStatus::finished && status != LectureStatus::failed;
}

// A recording and what its pipeline has made of it so far. The API calls it a session.
struct Lecture {
    std::int64_t id = 0;
    std::string name;
    std::optional<std::string> module;
    std::string link;        // as the person wrote it
    std::string source_key;  // the same for every spelling of a link to one recording ("drive:1AbC...")
    LectureStatus status = LectureStatus::pending;
    std::string error;                     // a sentence for the person; "" unless failed
    std::optional<std::string> recording;  // path of the file in the state folder; none before the download
    std::optional<double> duration;        // seconds; none while unknown
    std::optional<std::string> class_session_id;
    std::optional<std::string> job_id;  // the pipeline's current or last job
    Timestamp created_at{};
    Timestamp updated_at{};
};

// The finished video of a snippet. Each cut makes a new file; a published file never changes.
struct Clip {
    std::string file;     // path in the state folder
    std::string version;  // different for each cut; the ETag is made of it
    std::int64_t bytes = 0;
    std::string sha256;  // hex
    Timestamp made_at{};
};

// One topic of a lecture: one item of its plan.
struct Snippet {
    std::int64_t id = 0;
    std::int64_t lecture_id = 0;
    int position = 1;  // place in the plan, from 1
    std::string name;
    std::string summary;
    double start = 0;  // seconds, 0 <= start < end <= duration
    double end = 0;
    std::optional<Clip> clip;
    std::optional<std::string> task_id;  // the job of its last cut
    Timestamp created_at{};

    // The name of its clip, "{position})_{Name}.mp4"; none before the first cut.
    std::optional<std::string> storage_link() const;
};

struct LectureWithSnippets {
    Lecture lecture;
    std::vector<Snippet> snippets;  // by position
};

}  // namespace lectern
