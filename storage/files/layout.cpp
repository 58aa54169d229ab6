#include "storage/files/layout.hpp"

#include "domain/job/kinds.hpp"

namespace lectern::storage {

std::string lecture_folder(const std::string& lecture) {
    return "lectures/" + lecture;
}

std::string recording_file(const std::string& lecture) {
    return lecture_folder(lecture) + "/recording";
}

std::string subtitles_file(const std::string& lecture) {
    return lecture_folder(lecture) + "/subtitles";
}

std::string clip_file(const std::string& lecture, std::int64_t snippet, const std::string& job) {
    return lecture_folder(lecture) + "/clips/" + std::to_string(snippet) + "-" + job + ".mp4";
}

std::string lecture_extra_file(const std::string& lecture, JobKind kind, const std::string& job) {
    return lecture_folder(lecture) + "/" + std::string(to_text(kind)) + "-" + job;
}

std::optional<std::string> published_file(const std::string& lecture, const Job& job) {
    switch (about(job.kind).scope) {
        case JobScope::clip:
            if (!job.snippet_id) return std::nullopt;
            return clip_file(lecture, *job.snippet_id, job.id);
        case JobScope::lecture_extra:
            return lecture_extra_file(lecture, job.kind, job.id);
        case JobScope::pipeline:
        case JobScope::batch:
            break;
    }
    return std::nullopt;
}

std::string client_folder(const std::string& client) {
    return "clients/" + client;
}

std::string batch_folder(const std::string& client, const std::string& session) {
    return client_folder(client) + "/" + session;
}

std::string downloaded_file(const std::string& client, const std::string& session, const std::string& name) {
    return batch_folder(client, session) + "/" + name;
}

std::string task_work_file(const std::string& task) {
    return "work/" + work_file_name(JobKind::batch_download, task);
}

std::string download_work_file(const std::string& lecture) {
    return work_file_name(JobKind::download, lecture);
}

std::string subtitles_work_file(const std::string& lecture) {
    return download_work_file(lecture) + ".subtitles";
}

std::string mended_work_file(const std::string& lecture) {
    return download_work_file(lecture) + ".mended";
}

std::vector<std::string> lecture_work_files(const std::string& lecture) {
    const std::string download = "work/" + download_work_file(lecture);
    return {download, download + ".parts", "work/" + subtitles_work_file(lecture),
            "work/" + mended_work_file(lecture)};
}

std::string cut_work_file(const std::string& job) {
    return work_file_name(JobKind::cut, job);
}

}  // namespace lectern::storage
