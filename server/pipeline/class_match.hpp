#pragma once

#include "domain/timetable/recording_match.hpp"

#include <optional>
#include <string>

namespace lectern::storage {
class ClassTieStore;
}

namespace lectern::pipeline {

// Which class sessions a recording may show; only those of `classroom_id`, if a person named it. Blocks.
RecordingMatch match_class_sessions(storage::ClassTieStore& class_ties, const RecordingFacts& facts,
                                    const std::optional<std::string>& classroom_id);

}  // namespace lectern::pipeline
