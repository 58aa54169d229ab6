#pragma once

#include "domain/job/job.hpp"

#include <string>
#include <string_view>

namespace lectern::storage {
class DownloadStore;
class JobStore;
class LectureStore;
}  // namespace lectern::storage

namespace lectern::pipeline {

// The name in work/ of the file that this job keeps between attempts; std::logic_error if it has none of its
// own.
std::string work_file_of(const Job& job);

// Whether a file in work/ may still be used, by the rules of the table of kinds. Blocks.
bool work_file_wanted(std::string_view name, storage::LectureStore& lectures,
                      storage::DownloadStore& downloads, storage::JobStore& jobs);

}  // namespace lectern::pipeline
