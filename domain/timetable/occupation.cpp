#include "domain/timetable/occupation.hpp"

#include "domain/base/ascii.hpp"
#include "domain/base/folded_text.hpp"

#include <stdexcept>

namespace lectern {
namespace {

// "857-1234 5678" and "857 12345678" are the same meeting.
std::string number_of(std::string_view id) {
    std::string number;
    for (const char c : id)
        if (c != ' ' && c != '-') number += ascii::lower(c);
    return number;
}

bool both(const std::string& one, const std::string& other) {
    return !one.empty() && one == other;
}

}  // namespace

std::string_view to_text(ConflictKind kind) {
    switch (kind) {
        case ConflictKind::classroom:
            return "classroom";
        case ConflictKind::location:
            return "location";
        case ConflictKind::teacher:
            return "teacher";
        case ConflictKind::meeting:
            return "meeting";
    }
    throw std::logic_error("unknown kind of conflict");
}

Occupation::Occupation(const ClassSessionDetails& details)
    : location_(case_folded_text(details.location)),
      teacher_(case_folded_text(details.teacher)),
      meeting_link_(details.meeting.link),
      meeting_id_(number_of(details.meeting.id)) {}

bool Occupation::any() const {
    return !location_.empty() || !teacher_.empty() || !meeting_link_.empty() || !meeting_id_.empty();
}

std::vector<ConflictKind> Occupation::shared_with(const Occupation& other) const {
    std::vector<ConflictKind> kinds;
    if (both(location_, other.location_)) kinds.push_back(ConflictKind::location);
    if (both(teacher_, other.teacher_)) kinds.push_back(ConflictKind::teacher);
    if (both(meeting_link_, other.meeting_link_) || both(meeting_id_, other.meeting_id_))
        kinds.push_back(ConflictKind::meeting);
    return kinds;
}

}  // namespace lectern
