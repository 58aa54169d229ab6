#pragma once

#include "domain/timetable/class_session.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace lectern {

// What two class sessions cannot use at the same time.
enum class ConflictKind { classroom, location, teacher, meeting };

std::string_view to_text(ConflictKind kind);  // the text in the API

// The place, the teacher and the online meeting of a class session, as they are compared with others: case,
// repeated spaces, and the punctuation in a meeting's number make no difference.
class Occupation {
public:
    explicit Occupation(const ClassSessionDetails& details);

    // False if the class session says none of them.
    bool any() const;
    // What both occupy; nothing of what is "".
    std::vector<ConflictKind> shared_with(const Occupation& other) const;

private:
    std::string location_, teacher_, meeting_link_, meeting_id_;
};

}  // namespace lectern
