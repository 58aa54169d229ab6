#pragma once

#include "domain/base/time.hpp"
#include "domain/timetable/classroom.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lectern {

enum class ClassSessionStatus { scheduled, cancelled, done };

std::string_view to_text(ClassSessionStatus status);  // the same text in the API and in the database
std::optional<ClassSessionStatus> parse_class_session_status(std::string_view text);

// All that a class session has beside its time.
struct ClassSessionDetails {
    std::string topic, description, location, teacher;
    Meeting meeting;
    std::int64_t seats = 10;  // "limit" in the API
    ClassSessionStatus status = ClassSessionStatus::scheduled;

    bool operator==(const ClassSessionDetails&) const = default;
};

inline constexpr std::chrono::days longest_class_session{31};

// One scheduled meeting of a classroom, from `start` (included) to `end` (excluded).
struct ClassSession {
    std::string id;  // UUID
    std::string classroom_id;
    Timestamp start{};
    Timestamp end{};
    ClassSessionDetails details;
    std::int64_t sequence = 0;  // the number of its changes so far: SEQUENCE of RFC 5545
    Timestamp created_at{};
    Timestamp updated_at{};
};

}  // namespace lectern
