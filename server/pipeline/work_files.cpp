#include "server/pipeline/work_files.hpp"

#include "storage/batches/download_store.hpp"
#include "storage/jobs/job_store.hpp"
#include "storage/lectures/lecture_store.hpp"

#include <charconv>
#include <cstdint>
#include <stdexcept>

namespace lectern::pipeline {
namespace {

bool waits_for_recording(storage::LectureStore& lectures, const std::string& folder_name) {
    std::int64_t number = 0;
    std::from_chars(folder_name.data(), folder_name.data() + folder_name.size(), number);
    const auto lecture = lectures.get(number);
    return lecture && !lecture->recording && lecture->folder_name() == folder_name;
}

}  // namespace

std::string work_file_of(const Job& job) {
    if (about(job.kind).work_file.kept_for == WorkFile::KeptFor::recording)
        throw std::logic_error("the file belongs to the lecture, not to its job");
    return work_file_name(job.kind, job.id);
}

bool work_file_wanted(std::string_view name, storage::LectureStore& lectures,
                      storage::DownloadStore& downloads, storage::JobStore& jobs) {
    const auto file = parse_work_file_name(name);
    if (!file) return false;
    switch (about(file->kind).work_file.kept_for) {
        case WorkFile::KeptFor::nothing:
            return false;
        case WorkFile::KeptFor::job:
            return jobs.has_open(file->id);
        case WorkFile::KeptFor::task:
            return downloads.work_file_wanted(file->id);
        case WorkFile::KeptFor::recording:
            return waits_for_recording(lectures, file->id);
    }
    return false;
}

}  // namespace lectern::pipeline
