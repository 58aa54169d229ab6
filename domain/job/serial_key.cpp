#include "domain/job/serial_key.hpp"

namespace lectern {

std::string serial_key(JobScope scope, std::optional<std::int64_t> lecture_id,
                       std::optional<std::int64_t> snippet_id, const std::string& job_id) {
    switch (scope) {
        case JobScope::pipeline:
            if (lecture_id) return "lecture/" + std::to_string(*lecture_id);
            break;
        case JobScope::clip:
            if (snippet_id) return "snippet/" + std::to_string(*snippet_id);
            break;
        case JobScope::batch:
            return "task/" + job_id;
        case JobScope::lecture_extra:
            break;
    }
    return "job/" + job_id;
}

}  // namespace lectern
