#include "domain/batch/batch.hpp"

#include "domain/base/ascii.hpp"

#include <algorithm>

namespace lectern {

std::string_view to_text(DownloadStatus status) {
    switch (status) {
        case DownloadStatus::created:
            return "created";
        case DownloadStatus::queued:
            return "queued";
        case DownloadStatus::running:
            return "running";
        case DownloadStatus::done:
            return "done";
        case DownloadStatus::failed:
            return "failed";
        case DownloadStatus::cancelled:
            return "cancelled";
    }
    return "";
}

DownloadStatus status_of(std::optional<JobState> job) {
    if (!job) return DownloadStatus::created;
    switch (*job) {
        case JobState::queued:
            return DownloadStatus::queued;
        case JobState::running:
            return DownloadStatus::running;
        case JobState::succeeded:
            return DownloadStatus::done;
        case JobState::failed:
            return DownloadStatus::failed;
        case JobState::cancelled:
            return DownloadStatus::cancelled;
    }
    return DownloadStatus::created;
}

bool is_chosen_id(std::string_view text) {
    const auto allowed = [](char c) {
        return ascii::is_letter_or_digit(c) || c == '.' || c == '_' || c == '-';
    };
    return !text.empty() && text.size() <= 64 && text != "." && text != ".." &&
           std::ranges::all_of(text, allowed);
}

}  // namespace lectern
