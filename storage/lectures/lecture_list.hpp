#pragma once

#include "domain/lecture/lecture.hpp"
#include "storage/sql/page.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace lectern::storage {

enum class LectureOrder { created_at, id, name, module, job_status };

struct LectureQuery {
    std::int64_t skip = 0;
    std::int64_t limit = 100;
    LectureOrder sort_by = LectureOrder::created_at;
    bool descending = true;
    std::optional<std::string> client_id = {};         // only lectures of this client
    std::optional<std::string> class_session_id = {};  // only lectures that are tied to it
    std::optional<std::string> text = {};              // each of its words is in the name or the module
    std::optional<std::string> module = {};            // only lectures of this module
    std::optional<LectureStatus> status = {};          // only lectures with this status
};

// A lecture in a list: with what a person sees of it at a glance.
struct ListedLecture : Lecture {
    double progress = 0;  // 0..1, of its pipeline
    std::int64_t snippets = 0;
    std::int64_t clips = 0;                          // those of its snippets that have one
    std::optional<std::string> poster_version = {};  // see preview_version(); none without a poster
};

// Reads a page of the list in one snapshot. Blocks.
Page<ListedLecture> list_lectures(Database& database, const LectureQuery& query);

}  // namespace lectern::storage
