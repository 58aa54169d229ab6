#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace lectern {

enum class LectureStatus { pending, downloading, transcribing, analyzing, finished, failed };
inline constexpr std::array lecture_statuses{LectureStatus::pending,      LectureStatus::downloading,
                                             LectureStatus::transcribing, LectureStatus::analyzing,
                                             LectureStatus::finished,     LectureStatus::failed};

// The words of the API: "Pending", "Processing: Downloading", ...
std::string_view to_text(LectureStatus status);
std::optional<LectureStatus> parse_lecture_status(std::string_view text);

// The plan of a lecture cannot be changed while its pipeline runs.
inline bool pipeline_runs(LectureStatus status) {
    return status != LectureStatus::finished && status != LectureStatus::failed;
}

}  // namespace lectern
