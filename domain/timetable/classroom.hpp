#pragma once

#include "domain/base/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lectern {

// Where a class meets online; "" for what is not known.
struct Meeting {
    std::string link, id, pass;

    bool operator==(const Meeting&) const = default;
};

struct Classroom {
    std::string id;  // UUID
    std::string name;
    std::string timezone;  // IANA name; "UTC" unless somebody said otherwise
    Meeting meeting;
    Timestamp created_at{};
    Timestamp updated_at{};
};

enum class ClassSessionStatus { scheduled, cancelled, done };

std::string_view to_text(ClassSessionStatus status);  // as in the API and the store
std::optional<ClassSessionStatus> parse_class_session_status(std::string_view text);

// What a class session says beside its time.
struct ClassSessionDetails {
    std::string topic, description, location;
    Meeting meeting;
    std::int64_t seats = 10;  // "limit" in the API
    ClassSessionStatus status = ClassSessionStatus::scheduled;

    bool operator==(const ClassSessionDetails&) const = default;
};

inline constexpr std::chrono::days longest_class_session{31};

// One scheduled meeting of a classroom, from `start` on, over at `end`: the end belongs to what follows.
struct ClassSession {
    std::string id;  // UUID
    std::string classroom_id;
    Timestamp start{};
    Timestamp end{};
    ClassSessionDetails details;
    std::int64_t sequence = 0;  // changes since it was made, as calendars count them
    Timestamp created_at{};
    Timestamp updated_at{};
};

}  // namespace lectern
