#pragma once

#include <cstdint>
#include <string>

namespace lectern::storage {

// Where files stand in the state folder, relative to it. The names are made of ids that we gave ourselves.
std::string lecture_folder(std::int64_t lecture);
std::string recording_file(std::int64_t lecture);
std::string subtitles_file(std::int64_t lecture);
// The same in each attempt of a cut: what an attempt leaves that ends early is written over.
std::string clip_file(std::int64_t lecture, std::int64_t snippet, const std::string& job);

// Names in work/. A download's belongs to the lecture: a retry by a person is a new job, which goes on with
// it.
std::string download_work_file(std::int64_t lecture);
std::string subtitles_work_file(std::int64_t lecture);
std::string cut_work_file(const std::string& job);

}  // namespace lectern::storage
