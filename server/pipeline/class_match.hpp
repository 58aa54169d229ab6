#pragma once

#include "domain/timetable/recording_match.hpp"

#include <optional>
#include <string>

namespace lectern::storage {
class ClassTieStore;
}

namespace lectern::pipeline {

// Finds the class sessions that a recording may show; with `classroom_id` only those of this classroom.
// Blocks.
RecordingMatch match_class_sessions(storage::ClassTieStore& class_ties, const RecordingFacts& facts,
                                    const std::optional<std::string>& classroom_id);

}  // namespace lectern::pipeline
