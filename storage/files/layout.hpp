#pragma once

#include <cstdint>
#include <string>

namespace lectern::storage {

// Where files stand in the state folder, relative to it. The names are made of our own ids and of names that
// have been checked (is_chosen_id, disk_name).
std::string lecture_folder(std::int64_t lecture);
std::string recording_file(std::int64_t lecture);
std::string subtitles_file(std::int64_t lecture);
// The same in each attempt of a cut: an attempt writes over what one before it has left.
std::string clip_file(std::int64_t lecture, std::int64_t snippet, const std::string& job);

std::string client_folder(const std::string& client);
std::string batch_folder(const std::string& client, const std::string& session);
// The file of a download task that is done.
std::string downloaded_file(const std::string& client, const std::string& session, const std::string& name);
// Its unfinished file. It stays over retries, which go on with it.
std::string task_work_file(const std::string& task);

// Names in work/. A download's belongs to the lecture, since a person's retry is a new job, which goes on
// with it.
std::string download_work_file(std::int64_t lecture);
std::string subtitles_work_file(std::int64_t lecture);
std::string cut_work_file(const std::string& job);

}  // namespace lectern::storage
