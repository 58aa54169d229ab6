#include "server/api/classrooms/classroom_bodies.hpp"

#include "server/http/problem.hpp"
#include "server/wire/json.hpp"

#include <boost/json.hpp>
#include <boost/url/parse.hpp>

namespace lectern::api {
namespace {

constexpr std::size_t most_excluded_dates = 1000;
const std::vector<std::string_view> status_names{"scheduled", "cancelled", "done"};

bool is_web_address(const std::string& text) {
    const auto url = boost::urls::parse_uri(text);
    return url && (url->scheme() == "http" || url->scheme() == "https") && !url->host().empty();
}

bool is_date(const std::string& text) {
    const auto day = parse_date(text);
    return day && *day >= first_schedule_day && *day <= last_schedule_day;
}

constexpr const char* date_rule = "must be a date from 1970-01-01 to 2199-12-31, such as 2026-01-31";

void describe_status(wire::Fields& f, std::optional<std::string>& status) {
    f.text("status", status, {.one_of = status_names});
}

// The rules for the start and the end of a class session; nullopt if a time was not given.
void describe_times(wire::Fields& f, std::optional<Timestamp> start, std::optional<Timestamp> end) {
    const auto in_years = [](std::optional<Timestamp> time) {
        return !time || (*time >= Timestamp(first_schedule_day.time_since_epoch()) &&
                         *time < Timestamp((last_schedule_day + std::chrono::days(1)).time_since_epoch()));
    };
    f.rule("start_time", in_years(start), "must be from 1970 to 2199");
    f.rule("end_time", in_years(end), "must be from 1970 to 2199");
    if (!start || !end) return;
    f.rule("end_time", *end > *start, "must be after start_time");
    f.rule("end_time", *end - *start <= longest_class_session, "must be at most 31 days after start_time");
}

}  // namespace

void MeetingFields::describe(wire::Fields& f) {
    f.text("meeting_link", meeting_link, {.max = 2000});
    f.text("meeting_id", meeting_id, {.max = 200});
    f.text("meeting_pass", meeting_pass, {.max = 200});
    f.rule("meeting_link", meeting_link.value_or("").empty() || is_web_address(*meeting_link),
           "must be an absolute http or https URL");
}

Meeting MeetingFields::meeting() const {
    return {meeting_link.value_or(""), meeting_id.value_or(""), meeting_pass.value_or("")};
}

void DetailFields::describe(wire::Fields& f) {
    f.text("topic", topic, {.max = 200});
    f.text("description", description, {.max = 5000});
    f.text("location", location, {.max = 200});
    f.text("teacher", teacher, {.max = 200});
    MeetingFields::describe(f);
    f.integer("limit", limit, {.min = 1, .max = 1000000});
}

ClassSessionDetails DetailFields::details() const {
    ClassSessionDetails details;
    details.topic = topic.value_or("");
    details.description = description.value_or("");
    details.location = location.value_or("");
    details.teacher = teacher.value_or("");
    details.meeting = meeting();
    details.seats = limit.value_or(details.seats);
    return details;
}

void ScheduleItemBody::describe(wire::Fields& f) {
    f.text("day_of_week", day_of_week,
           {.one_of = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}});
    f.text("start_time", start_time, {.max = 100, .trimmed = false});
    f.text("end_time", end_time, {.max = 100, .trimmed = false});
    f.text("repeat_start_date", repeat_start_date, {.max = 100, .trimmed = false});
    f.text("repeat_end_date", repeat_end_date, {.max = 100, .trimmed = false});

    const auto start = parse_clock(start_time), end = parse_clock(end_time);
    f.rule("start_time", start.has_value(), "must be HH:mm, such as 18:00");
    f.rule("end_time", end.has_value(), "must be HH:mm, such as 18:00");
    f.rule("end_time", !start || !end || *end > *start, "must be after start_time");
    f.rule("repeat_start_date", !repeat_start_date || is_date(*repeat_start_date), date_rule);
    f.rule("repeat_end_date", !repeat_end_date || is_date(*repeat_end_date), date_rule);
    f.rule("repeat_start_date", repeat_start_date || !repeat_end_date, "is required with repeat_end_date");
    f.rule("repeat_end_date", repeat_end_date || !repeat_start_date, "is required with repeat_start_date");
    const auto first = parse_date(repeat_start_date.value_or("")),
               last = parse_date(repeat_end_date.value_or(""));
    f.rule("repeat_end_date", !first || !last || *last >= *first, "must not be before repeat_start_date");
}

ScheduleItem ScheduleItemBody::item() const {
    ScheduleItem item{parse_weekday(day_of_week).value(), parse_clock(start_time).value(),
                      parse_clock(end_time).value(), std::nullopt};
    if (repeat_start_date)
        item.repeat = {parse_date(*repeat_start_date).value(), parse_date(*repeat_end_date).value()};
    return item;
}

void ScheduleFields::describe(wire::Fields& f, const wire::ListRule& schedules) {
    f.text("timezone", timezone, {.min = 1, .max = 100, .trimmed = false});
    f.list("schedules_data", schedules_data, schedules);
    f.texts("excluded_dates", excluded_dates, {.max = most_excluded_dates, .required = false},
            {.max = 100, .trimmed = false});
    for (std::size_t i = 0; i < excluded_dates.size(); ++i)
        f.rule("excluded_dates." + std::to_string(i), is_date(excluded_dates[i]), date_rule);
    DetailFields::describe(f);
}

void BulkBody::describe(wire::Fields& f) {
    f.uuid("classroom_id", classroom_id);
    ScheduleFields::describe(f, {.min = 1, .max = max_schedule_items});
}

void NewClassroomBody::describe(wire::Fields& f) {
    f.text("name", name, {.min = 1, .max = 200});
    ScheduleFields::describe(f, {.max = max_schedule_items, .required = false});
}

void ClassroomChangeBody::describe(wire::Fields& f) {
    f.text("name", name, {.min = 1, .max = 200});
    f.text("timezone", timezone, {.min = 1, .max = 100, .trimmed = false});
    MeetingFields::describe(f);
}

void NewClassSessionBody::describe(wire::Fields& f) {
    f.uuid("classroom_id", classroom_id);
    f.time("start_time", start_time);
    f.time("end_time", end_time);
    DetailFields::describe(f);
    describe_status(f, status);
    const auto read = [](Timestamp time) {
        return time == Timestamp::min() ? std::nullopt : std::optional(time);
    };
    describe_times(f, read(start_time), read(end_time));
}

void ClassSessionChangeBody::describe(wire::Fields& f) {
    f.time("start_time", start_time);
    f.time("end_time", end_time);
    DetailFields::describe(f);
    describe_status(f, status);
    describe_times(f, start_time, end_time);
}

storage::ClassSessionChange ClassSessionChangeBody::change() const {
    storage::ClassSessionChange change;
    change.start = start_time;
    change.end = end_time;
    change.topic = topic;
    change.description = description;
    change.location = location;
    change.teacher = teacher;
    change.meeting_link = meeting_link;
    change.meeting_id = meeting_id;
    change.meeting_pass = meeting_pass;
    change.seats = limit;
    if (status) change.status = parse_class_session_status(*status);
    return change;
}

ClassroomBody::ClassroomBody(const Classroom& classroom, bool dry_run)
    : id(dry_run ? std::nullopt : std::optional(classroom.id)),
      name(classroom.name),
      timezone(classroom.timezone),
      meeting_link(classroom.meeting.link),
      meeting_id(classroom.meeting.id),
      meeting_pass(classroom.meeting.pass),
      created_at(classroom.created_at),
      updated_at(classroom.updated_at) {}

void ClassroomBody::describe(wire::Fields& f) {
    f.text("id", id);
    f.text("name", name);
    f.text("timezone", timezone);
    f.text("meeting_link", meeting_link);
    f.text("meeting_id", meeting_id);
    f.text("meeting_pass", meeting_pass);
    f.time("created_at", created_at);
    f.time("updated_at", updated_at);
}

ClassSessionBody::ClassSessionBody(const ClassSession& session, bool dry_run)
    : id(dry_run ? std::nullopt : std::optional(session.id)),
      classroom(session.classroom_id),
      topic(session.details.topic),
      description(session.details.description),
      location(session.details.location),
      teacher(session.details.teacher),
      meeting_link(session.details.meeting.link),
      meeting_id(session.details.meeting.id),
      meeting_pass(session.details.meeting.pass),
      status(to_text(session.details.status)),
      start_time(session.start),
      end_time(session.end),
      created_at(session.created_at),
      updated_at(session.updated_at),
      limit(session.details.seats) {}

void ClassSessionBody::describe(wire::Fields& f) {
    f.text("id", id);
    f.text("classroom", classroom);
    f.text("topic", topic);
    f.text("description", description);
    f.time("start_time", start_time);
    f.time("end_time", end_time);
    f.text("location", location);
    f.text("teacher", teacher);
    f.text("meeting_link", meeting_link);
    f.text("meeting_id", meeting_id);
    f.text("meeting_pass", meeting_pass);
    f.integer("limit", limit);
    f.text("status", status, {.one_of = status_names});
    f.time("created_at", created_at);
    f.time("updated_at", updated_at);
}

AddedSessionsBody::AddedSessionsBody(const storage::AddedClassSessions& added, bool dry_run)
    : created_count(static_cast<std::int64_t>(added.sessions.size())), skipped_count(added.skipped) {
    sessions.reserve(added.sessions.size());
    for (const ClassSession& session : added.sessions)
        sessions.emplace_back(session, dry_run);
}

void AddedSessionsBody::describe(wire::Fields& f) {
    f.integer("created_count", created_count);
    f.integer("skipped_count", skipped_count);
    f.list("sessions", sessions, {.max = max_sessions_at_once});
}

CreatedClassroomBody::CreatedClassroomBody(const storage::CreatedClassroom& created, bool dry_run)
    : ClassroomBody(created.classroom, dry_run), added(created.added, dry_run) {
    if (!dry_run) return;
    for (ClassSessionBody& session : added.sessions)
        session.classroom.reset();
}

void CreatedClassroomBody::describe(wire::Fields& f) {
    ClassroomBody::describe(f);
    added.describe(f);
}

void SessionConflictBody::Other::describe(wire::Fields& f) {
    f.text("id", id);
    f.text("classroom", classroom);
    f.time("start_time", start_time);
    f.time("end_time", end_time);
}

void SessionConflictBody::describe(wire::Fields& f) {
    f.time("start_time", start_time);
    f.time("end_time", end_time);
    f.texts("kinds", kinds, {.min = 1, .max = 4},
            {.one_of = {"classroom", "location", "teacher", "meeting"}});
    f.object("overlaps", overlaps);
}

SessionConflictsBody::SessionConflictsBody(const storage::SessionConflicts& found)
    : conflict_count(static_cast<std::int64_t>(found.total)) {
    conflicts.reserve(found.listed.size());
    for (const storage::SessionConflict& conflict : found.listed) {
        SessionConflictBody& body = conflicts.emplace_back();
        body.start_time = conflict.wanted.start;
        body.end_time = conflict.wanted.end;
        for (const ConflictKind kind : conflict.kinds)
            body.kinds.emplace_back(to_text(kind));
        body.overlaps = {conflict.id, {}, conflict.start, conflict.end};
        if (conflict.id) body.overlaps.classroom = conflict.classroom_id;
    }
}

void SessionConflictsBody::describe(wire::Fields& f) {
    f.integer("conflict_count", conflict_count);
    f.list("conflicts", conflicts, {.max = storage::max_listed_conflicts});
}

http::Response SessionConflictsAnswer::response(const http::Request&) const {
    const auto members = boost::json::parse(wire::to_json(body_)).as_object();
    return http::problem(409, "Some sessions would overlap others. Nothing was changed.", {}, members);
}

}  // namespace lectern::api
