#pragma once

#include "domain/base/error.hpp"
#include "domain/timetable/class_session.hpp"
#include "storage/classrooms/new_class_sessions.hpp"
#include "storage/sql/database.hpp"
#include "storage/sql/page.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace lectern::storage {

// A change of a class session. Members without a value stay as they are.
struct ClassSessionChange {
    std::optional<Timestamp> start, end;
    std::optional<std::string> topic, description, location, teacher;
    std::optional<std::string> meeting_link, meeting_id, meeting_pass;
    std::optional<std::int64_t> seats;
    std::optional<ClassSessionStatus> status;
};

struct ChangedClassSession {
    ClassSession session;
    SessionConflicts conflicts;  // if there are any, nothing was stored
};

struct ClassSessionQuery {
    std::int64_t skip = 0;
    std::int64_t limit = 100;
    std::optional<Timestamp> from = {}, to = {};  // only class sessions that overlap [from, to)
};

// The class sessions of classrooms. Every method is one transaction and blocks.
class ClassSessionStore {
public:
    explicit ClassSessionStore(Database& database) : database_(database) {}

    // Adds all class sessions or, if there are conflicts, none. Error: not_found.
    Result<AddedClassSessions> add(const std::string& classroom_id, const NewClassSessions& sessions,
                                   const AddOptions& options, Timestamp now);
    // Adds one class session. Errors: not_found; conflict if the classroom has one with the same start and
    // end.
    Result<AddedClassSessions> add_one(const std::string& classroom_id, const NewClassSessions& session,
                                       const AddOptions& options, Timestamp now);

    // Ordered by start; nullopt if there is no such classroom.
    std::optional<Page<ClassSession>> list(const std::string& classroom_id, const ClassSessionQuery& query);
    std::optional<ClassSession> get(const std::string& classroom_id, const std::string& id);
    // Adds 1 to `sequence` if something changes. Errors: not_found; invalid if the class session would end
    // before it starts or last longer than longest_class_session; conflict if another one has the same start
    // and end.
    Result<ChangedClassSession> change(const std::string& classroom_id, const std::string& id,
                                       const ClassSessionChange& change, const AddOptions& options,
                                       Timestamp now);
    // Deletes the class session; its recordings stay. Error: not_found.
    Result<> remove(const std::string& classroom_id, const std::string& id);

private:
    Database& database_;
};

}  // namespace lectern::storage
