#pragma once

#include "domain/job/job.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace lectern::storage {

// Where files stand in the state folder, relative to it. The names consist of ids that Lectern has made and
// of names that have been checked (is_chosen_id()) or made safe (safe_file_name()). `lecture` is
// Lecture::folder_name().
std::string lecture_folder(const std::string& lecture);
std::string recording_file(const std::string& lecture);
std::string subtitles_file(const std::string& lecture);
// The name is the same in each attempt of a cut: an attempt overwrites the file of an earlier one.
std::string clip_file(const std::string& lecture, std::int64_t snippet, const std::string& job);
// What a job of scope lecture_extra makes, such as a preview; the same in each attempt.
std::string lecture_extra_file(const std::string& lecture, JobKind kind, const std::string& job);
// The file in the lecture's folder that an attempt of this job may have published before its row names it;
// none for jobs that make no such file.
std::optional<std::string> published_file(const std::string& lecture, const Job& job);

std::string client_folder(const std::string& client);
std::string batch_folder(const std::string& client, const std::string& session);
// The file of a download task that is done.
std::string downloaded_file(const std::string& client, const std::string& session, const std::string& name);
// The unfinished file of a download task. A retry continues it.
std::string task_work_file(const std::string& task);

// Names of files in work/, without "work/". A download's name is the lecture's, because a person's retry is a
// new job, which continues the file.
std::string download_work_file(const std::string& lecture);
std::string subtitles_work_file(const std::string& lecture);
std::string mended_work_file(const std::string& lecture);
std::string cut_work_file(const std::string& job);

// All files of work/ that a lecture may have before it has its recording, relative to the state folder.
std::vector<std::string> lecture_work_files(const std::string& lecture);

}  // namespace lectern::storage
