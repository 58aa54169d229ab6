#pragma once

#include "domain/timetable/class_session.hpp"
#include "domain/timetable/schedule.hpp"
#include "server/api/operation.hpp"
#include "server/http/message.hpp"
#include "server/wire/fields.hpp"
#include "storage/classrooms/class_session_store.hpp"
#include "storage/classrooms/classroom_store.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lectern::api {

// The JSON bodies of the timetable. Each names its members once, for reading, writing and the OpenAPI text.

// Where a class meets online, as members of a request.
struct MeetingFields {
    std::optional<std::string> meeting_link, meeting_id, meeting_pass;

    void describe(wire::Fields& f);
    Meeting meeting() const;  // "" for what is absent
};

// What a request may say about one or several class sessions, besides their times.
struct DetailFields : MeetingFields {
    std::optional<std::string> topic, description, location, teacher;
    std::optional<std::int64_t> limit;

    void describe(wire::Fields& f);
    ClassSessionDetails details() const;
};

struct ScheduleItemBody {
    static constexpr std::string_view schema = "ScheduleItem";
    std::string day_of_week, start_time, end_time;
    std::optional<std::string> repeat_start_date, repeat_end_date;

    void describe(wire::Fields& f);
    ScheduleItem item() const;  // only if the body was read without mistakes
};

// A schedule of class sessions: the members that bulk creation and new classrooms share.
struct ScheduleFields : DetailFields {
    std::optional<std::string> timezone;
    std::vector<ScheduleItemBody> schedules_data;
    std::vector<std::string> excluded_dates;

    void describe(wire::Fields& f, const wire::ListRule& schedules);
};

struct BulkBody : ScheduleFields {
    static constexpr std::string_view schema = "BulkSessions";
    std::optional<std::string> classroom_id;

    void describe(wire::Fields& f);
};

struct NewClassroomBody : ScheduleFields {
    static constexpr std::string_view schema = "NewClassroom";
    std::string name;

    void describe(wire::Fields& f);
};

struct ClassroomChangeBody : MeetingFields {
    static constexpr std::string_view schema = "ClassroomChange";
    std::optional<std::string> name, timezone;

    void describe(wire::Fields& f);
};

struct NewClassSessionBody : DetailFields {
    static constexpr std::string_view schema = "NewClassSession";
    std::optional<std::string> classroom_id, status;
    Timestamp start_time = Timestamp::min(), end_time = Timestamp::min();  // min: not read

    void describe(wire::Fields& f);
};

struct ClassSessionChangeBody : DetailFields {
    static constexpr std::string_view schema = "ClassSessionChange";
    std::optional<Timestamp> start_time, end_time;
    std::optional<std::string> status;

    void describe(wire::Fields& f);
    storage::ClassSessionChange change() const;
};

struct ClassroomBody {
    static constexpr std::string_view schema = "Classroom";
    std::optional<std::string> id;  // null in the answer to a dry run
    std::string name, timezone, meeting_link, meeting_id, meeting_pass;
    Timestamp created_at{}, updated_at{};

    ClassroomBody() = default;
    explicit ClassroomBody(const Classroom& classroom, bool dry_run = false);

    void describe(wire::Fields& f);
};

struct ClassSessionBody {
    static constexpr std::string_view schema = "ClassSession";
    std::optional<std::string> id;         // null in the answer to a dry run
    std::optional<std::string> classroom;  // null in the dry run of a new classroom
    std::string topic, description, location, teacher, meeting_link, meeting_id, meeting_pass, status;
    Timestamp start_time{}, end_time{}, created_at{}, updated_at{};
    std::int64_t limit = 0;

    ClassSessionBody() = default;
    explicit ClassSessionBody(const ClassSession& session, bool dry_run = false);

    void describe(wire::Fields& f);
};

struct AddedSessionsBody {
    static constexpr std::string_view schema = "AddedSessions";
    std::int64_t created_count = 0, skipped_count = 0;
    std::vector<ClassSessionBody> sessions;

    AddedSessionsBody() = default;
    AddedSessionsBody(const storage::AddedClassSessions& added, bool dry_run);

    void describe(wire::Fields& f);
};

struct CreatedClassroomBody : ClassroomBody {
    static constexpr std::string_view schema = "CreatedClassroom";
    AddedSessionsBody added;

    CreatedClassroomBody() = default;
    CreatedClassroomBody(const storage::CreatedClassroom& created, bool dry_run);

    void describe(wire::Fields& f);
};

// A time of the request, and the class session that it overlaps: a stored one, or another one of the request
// (then without an id).
struct SessionConflictBody {
    static constexpr std::string_view schema = "SessionConflict";
    struct Other {
        static constexpr std::string_view schema = "OverlappedSession";
        std::optional<std::string> id, classroom;  // null: another one of the request
        Timestamp start_time{}, end_time{};

        void describe(wire::Fields& f);
    };
    Timestamp start_time{}, end_time{};
    std::vector<std::string> kinds;  // what both would occupy: classroom, location, teacher, meeting
    Other overlaps;

    void describe(wire::Fields& f);
};

// The members of a 409 besides those of a problem.
struct SessionConflictsBody {
    static constexpr std::string_view schema = "SessionConflicts";
    std::int64_t conflict_count = 0;             // of all conflicts, also those that are not listed
    std::vector<SessionConflictBody> conflicts;  // at most storage::max_listed_conflicts

    SessionConflictsBody() = default;
    explicit SessionConflictsBody(const storage::SessionConflicts& found);

    void describe(wire::Fields& f);
};

// 409: sessions would overlap others.
class SessionConflictsAnswer {
public:
    explicit SessionConflictsAnswer(const storage::SessionConflicts& found) : body_(found) {}

    static constexpr AnswerType answer_type{409, body_type<SessionConflictsBody>()};
    http::Response response(const http::Request& request) const;

private:
    SessionConflictsBody body_;
};

struct CalendarAddressBody {
    static constexpr std::string_view schema = "CalendarAddress";
    std::string url;

    void describe(wire::Fields& f) { f.text("url", url, {.address = true}); }
};

}  // namespace lectern::api
