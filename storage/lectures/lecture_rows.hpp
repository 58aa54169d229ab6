#pragma once

#include "domain/base/error.hpp"
#include "domain/job/job.hpp"
#include "domain/lecture/lecture.hpp"
#include "storage/sql/columns.hpp"
#include "storage/sql/database.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace lectern::storage {

// Rows of lectures and snippets, shared by the stores.

inline constexpr Columns<Lecture> recording_columns{
    column<&Lecture::recording, &RecordingFile::file>("recording"),
    column<&Lecture::recording, &RecordingFile::bytes>("recording_bytes"),
    column<&Lecture::recording, &RecordingFile::sha256>("recording_sha256"),
    column<&Lecture::recording, &RecordingFile::came_at>("recording_came_at"),
    column<&Lecture::playback, &Playback::mime>("playback_mime"),
    column<&Lecture::playback, &Playback::codecs>("playback_codecs"),
    column<&Lecture::playback, &Playback::width>("playback_width"),
    column<&Lecture::playback, &Playback::height>("playback_height"),
    column<&Lecture::playback, &Playback::fps>("playback_fps"),
    column<&Lecture::playback, &Playback::obstacle>("playback_obstacle"),
    column<&Lecture::recording_notice>("recording_notice"),
};

inline constexpr Columns<Lecture> lecture_columns(
    {
        column<&Lecture::id>("id", filled_by_database),
        column<&Lecture::name>("name"),
        column<&Lecture::module>("module"),
        column<&Lecture::link>("link"),
        column<&Lecture::source_key>("source_key"),
        word_column<parse_lecture_status, &Lecture::status>("status"),
        column<&Lecture::error>("error"),
        column<&Lecture::duration>("duration"),
        column<&Lecture::transcript_notice>("transcript_notice"),
        column<&Lecture::class_session_id>("class_session_id"),
        column<&Lecture::job_id>("job_id"),
        column<&Lecture::revision>("revision"),
        column<&Lecture::file_key>("file_key"),
        column<&Lecture::created_at>("created_at"),
        column<&Lecture::updated_at>("updated_at"),
    },
    recording_columns);

inline constexpr Columns<Snippet> clip_columns{
    column<&Snippet::clip, &Clip::file>("clip_file"),
    column<&Snippet::clip, &Clip::version>("clip_version"),
    column<&Snippet::clip, &Clip::bytes>("clip_bytes"),
    column<&Snippet::clip, &Clip::sha256>("clip_sha256"),
    column<&Snippet::clip, &Clip::made_at>("clip_made_at"),
    column<&Snippet::clip, &Clip::start>("clip_start"),
    column<&Snippet::clip, &Clip::end>("clip_end"),
    column<&Snippet::clip, &Clip::drawn_name>("clip_drawn_name"),
    column<&Snippet::clip, &Clip::mode>("clip_mode"),
    column<&Snippet::clip, &Clip::method>("clip_method"),
    column<&Snippet::clip, &Clip::duration>("clip_duration"),
    column<&Snippet::clip, &Clip::first_second>("clip_first_second"),
    column<&Snippet::clip, &Clip::modified_at>("clip_modified_at"),
};

inline constexpr Columns<Snippet> snippet_columns(
    {
        column<&Snippet::id>("id", filled_by_database),
        column<&Snippet::lecture_id>("lecture_id"),
        column<&Snippet::position>("position"),
        column<&Snippet::name>("name"),
        column<&Snippet::summary>("summary"),
        column<&Snippet::start>("start_second"),
        column<&Snippet::end>("end_second"),
        column<&Snippet::task_id>("task_id"),
        column<&Snippet::created_at>("created_at"),
    },
    clip_columns);

inline constexpr Columns<Cut> cut_columns{
    column<&Cut::task_id>("id"),
    word_column<parse_job_state, &Cut::state>("state"),
    number_column<&Cut::attempt>("attempt"),
    column<&Cut::progress>("progress"),
    column<&Cut::error>("error"),
};

// "SELECT ... FROM snippets AS s ...": with their last cuts, for read_snippet(). A condition follows.
const std::string& select_snippets();
Snippet read_snippet(const Row& row);

Error no_lecture();
Error no_snippet();
Error no_recording_yet();  // conflict

extern const Statement lecture_by_id;      // lecture_columns
extern const Statement lecture_of_source;  // the id of the lecture with this source key

// How far the pipeline is, 0..1. `job`: with the kind and the progress of the pipeline's job, in columns with
// these names behind `prefix`.
double pipeline_progress(LectureStatus status, const Row& job, const std::string& prefix = "");
// See ListedLecture::poster_version. `preview`: the same with sha256 and has_poster.
std::optional<std::string> poster_version_in(const Row& preview, const std::string& prefix = "");

// Parameter: the lecture's id. The rows are for read_with_snippets().
extern const Statement lecture_with_snippets;
std::optional<LectureWithSnippets> read_with_snippets(const std::vector<Row>& rows);

// Reads a lecture that the transaction has locked.
Lecture read_lecture(Transaction& tx, std::int64_t id);

Error duplicate_of(std::int64_t lecture_id);

// Also clears the lecture's error.
void set_lecture_status(Transaction& tx, std::int64_t id, LectureStatus status, Timestamp now);

// Writes the recording, or that there is none, with its playback and duration.
void put_recording(Transaction& tx, const Lecture& lecture, Timestamp now);

// Sets the current job of the lecture's pipeline.
void set_lecture_job(Transaction& tx, std::int64_t id, const std::string& job_id);

// Cancels the snippet's open jobs, puts its clip into the trash by the outbox, and deletes the snippet.
void drop_snippet(Transaction& tx, const Snippet& snippet, Timestamp now);

// Notes that clips with dates up to `latest` leave their addresses in this lecture.
void clips_leave(Transaction& tx, std::int64_t lecture_id, Timestamp latest);

// The earliest date for a clip that gets an address which another one has left.
Timestamp earliest_clip_date(Transaction& tx, std::int64_t lecture_id);

// Last-Modified counts seconds: the earliest date that is later than this one.
inline Timestamp next_second(Timestamp date) {
    return std::chrono::floor<std::chrono::seconds>(date) + std::chrono::seconds(1);
}

// Writes the clip, or that there is none, into the snippet's row.
void put_clip(Transaction& tx, std::int64_t snippet_id, const std::optional<Clip>& clip);

// Clears the clip in the snippet's row. The caller removes the file.
void clear_clip(Transaction& tx, std::int64_t snippet_id);

// Sets the job of the snippet's last cut.
void set_snippet_task(Transaction& tx, std::int64_t snippet_id, const std::string& job_id);

}  // namespace lectern::storage
