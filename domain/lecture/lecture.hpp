#pragma once

#include "domain/base/time.hpp"
#include "domain/lecture/lecture_status.hpp"
#include "domain/lecture/playback.hpp"
#include "domain/lecture/preview.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lectern {

enum class JobState;  // domain/job/job.hpp

// Both notices as one text; "" if there is none.
std::string notice_of(const std::string& of_recording, const std::string& of_transcript);

// See Lecture::folder_name().
std::string lecture_folder_name(std::int64_t id, const std::string& file_key);

// The file that came in. It never changes.
struct RecordingFile {
    std::string file;  // path in the state folder
    std::int64_t bytes = 0;
    std::string sha256;                     // hex
    std::optional<Timestamp> came_at = {};  // none in rows of earlier versions
};

// A recording and what its pipeline has made of it so far. The API calls it a session.
struct Lecture {
    std::int64_t id = 0;
    std::string name;
    std::optional<std::string> module;
    std::string link;        // as the person wrote it
    std::string source_key;  // the same for every spelling of a link to one recording ("drive:1AbC...")
    LectureStatus status = LectureStatus::pending;
    std::string error;                       // a sentence for the person; "" unless failed
    std::optional<RecordingFile> recording;  // none before the download
    std::optional<Playback> playback;        // of the recording; none before the download, or while unknown
    std::optional<double> duration;          // seconds; none while unknown
    std::string recording_notice;            // what a person should know of the recording; "" = nothing
    std::string transcript_notice;           // the same of its transcript
    std::optional<std::string> class_session_id;
    std::optional<std::string> job_id;  // the pipeline's current or last job
    std::int64_t revision = 1;          // of its plan; each change of the plan gives a higher one
    std::string file_key;               // see folder_name(); "" in rows of earlier versions
    Timestamp created_at{};
    Timestamp updated_at{};

    // What its files are named after: "17-0b0c2a1e9d3f4a55". No other lecture has this name, not even one of
    // another database, whose numbers begin anew.
    std::string folder_name() const;
    std::string notice() const { return notice_of(recording_notice, transcript_notice); }
    // The recording is gone, with all that is known of it but its length.
    void lose_recording();
};

// The finished video of a snippet. Each cut makes a new file; a published file never changes.
struct Clip {
    std::string file;     // path in the state folder
    std::string version;  // different for each cut; the ETag is made of it
    std::int64_t bytes = 0;
    std::string sha256;  // hex
    Timestamp made_at{};
    double start = 0;  // what it shows of the recording, seconds
    double end = 0;
    std::optional<std::string> drawn_name = {};  // the snippet's name, if it is drawn into the video
    std::optional<std::string> mode = {};        // "styled", "exact", "fast"; none if that is not known
    // How its video was made: "smart", "encoded", "copied"; none if that is not known.
    std::optional<std::string> method = {};
    std::optional<double> duration = {};  // of the file, seconds; none if that is not known
    // Of the recording, that the first frame shows, after a title or intro; none if that is not known. A fast
    // clip begins with a keyframe, so this may be before `start`.
    std::optional<double> first_second = {};
    Timestamp modified_at{};  // Last-Modified; at one address later by a second than any version before
};

// The last cut of a snippet.
struct Cut {
    std::string task_id;
    JobState state{};
    int attempt = 0;
    double progress = 0;  // 0..1
    std::string error;    // for the person; "" while none
};

// A copy of a recording that browsers play, for those that they do not.
struct Proxy {
    std::string job_id;                      // of the last job that makes it
    std::optional<RecordingFile> file = {};  // none until it is made
    JobState state{};
    int attempt = 0;
    double progress = 0;  // 0..1
    std::string error = {};
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
    std::optional<Cut> cut;              // the same, read with the snippet where a person sees it
    Timestamp created_at{};

    // The name of its clip, "{position})_{Name}.mp4"; none before the first cut.
    std::optional<std::string> storage_link() const;

    // Whether the clip shows other bounds, or another name, than the snippet has now.
    bool clip_is_stale() const;
};

struct LectureWithSnippets {
    Lecture lecture;
    std::vector<Snippet> snippets;                   // by position
    double progress = 0;                             // 0..1, of its pipeline
    std::optional<std::string> poster_version = {};  // see preview_version(); none without a poster
    std::optional<PreviewState> preview = {};  // none without a recording, or if nobody has asked for it
    std::optional<Proxy> proxy = {};           // none if nobody has asked for one
};

}  // namespace lectern
