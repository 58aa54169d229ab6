#include "domain/lecture/lecture_status.hpp"

#include <array>
#include <utility>

namespace lectern {
namespace {

constexpr std::array<std::pair<LectureStatus, std::string_view>, 6> status_texts{{
    {LectureStatus::pending, "Pending"},
    {LectureStatus::downloading, "Processing: Downloading"},
    {LectureStatus::transcribing, "Processing: Transcribing"},
    {LectureStatus::analyzing, "Processing: Analyzing"},
    {LectureStatus::finished, "Finished"},
    {LectureStatus::failed, "Failed"},
}};

}  // namespace

std::string_view to_text(LectureStatus status) {
    for (const auto& [value, text] : status_texts) {
        if (value == status) return text;
    }
    return "";
}

std::optional<LectureStatus> parse_lecture_status(std::string_view text) {
    for (const auto& [value, known] : status_texts) {
        if (known == text) return value;
    }
    return std::nullopt;
}

}  // namespace lectern
