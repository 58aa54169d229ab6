#pragma once

#include "domain/lecture/draft.hpp"
#include "domain/lecture/lecture.hpp"
#include "storage/lectures/lecture_store.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace lectern::api {

// What people see of a lecture while it changes.
struct LectureState {
    LectureWithSnippets plan;
    storage::PipelineStatus status;
    Draft draft;
    std::optional<std::string> client_id;  // whose lecture it is; none: no client's
};

// The parts of a state as Server-Sent Events without their ids, by the part that they tell of: "lecture",
// "draft" and "cut 17". Two states that read the same give the same texts.
std::map<std::string, std::string> events_of(const LectureState& state);

// The event of a lecture that is gone.
std::string deleted_event(std::int64_t lecture_id);

// The people who watch a lecture.
class Watchers {
public:
    // So many streams of this person more, or less.
    void add(const std::string& name, std::int64_t streams);
    const std::map<std::string, std::int64_t>& by_name() const {
        return by_name_;
    }                                                  // names with their streams
    std::int64_t streams() const { return streams_; }  // of all

private:
    std::map<std::string, std::int64_t> by_name_;
    std::int64_t streams_ = 0;
};
// The event that tells who watches. Of many people it names the first hundred, and counts the others.
std::string presence_event(std::int64_t lecture_id, const Watchers& watchers);

}  // namespace lectern::api
