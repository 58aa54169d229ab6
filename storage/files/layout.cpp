#include "storage/files/layout.hpp"

#include "domain/job/kinds.hpp"

namespace lectern::storage {

std::string lecture_folder(std::int64_t lecture) {
    return "lectures/" + std::to_string(lecture);
}

std::string recording_file(std::int64_t lecture) {
    return lecture_folder(lecture) + "/recording";
}

std::string subtitles_file(std::int64_t lecture) {
    return lecture_folder(lecture) + "/subtitles";
}

std::string clip_file(std::int64_t lecture, std::int64_t snippet, const std::string& job) {
    return lecture_folder(lecture) + "/clips/" + std::to_string(snippet) + "-" + job + ".mp4";
}

std::string download_work_file(std::int64_t lecture) {
    return work_file_name(JobKind::download, std::to_string(lecture));
}

std::string subtitles_work_file(std::int64_t lecture) {
    return download_work_file(lecture) + ".subtitles";
}

std::string cut_work_file(const std::string& job) {
    return work_file_name(JobKind::cut, job);
}

}  // namespace lectern::storage
