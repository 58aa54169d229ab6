#pragma once

#include "domain/base/error.hpp"
#include "domain/timetable/class_session.hpp"
#include "domain/timetable/classroom.hpp"
#include "storage/classrooms/new_class_sessions.hpp"
#include "storage/sql/database.hpp"
#include "storage/sql/page.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace lectern::storage {

struct CreatedClassroom {
    Classroom classroom;
    AddedClassSessions added;
};

// A change of a classroom. Members without a value stay as they are.
struct ClassroomChange {
    std::optional<std::string> name, timezone;
    std::optional<std::string> meeting_link, meeting_id, meeting_pass;
};

// Classrooms and the addresses of their calendars. Every method is one transaction and blocks.
class ClassroomStore {
public:
    explicit ClassroomStore(Database& database) : database_(database) {}

    // Stores the classroom with its first class sessions. Stores nothing in a dry run or if there are
    // conflicts.
    CreatedClassroom create(const Classroom& classroom, const NewClassSessions& sessions,
                            const AddOptions& options);
    std::optional<Classroom> get(const std::string& id);
    Page<Classroom> list(std::int64_t skip, std::int64_t limit);  // the oldest first
    // A new name also counts as a change of each of its class sessions.
    Result<Classroom> change(const std::string& id, const ClassroomChange& change,
                             Timestamp now);  // not_found
    // Deletes the classroom with its class sessions. Their recordings stay, without these ties. Error:
    // not_found.
    Result<> remove(const std::string& id);

    // Stores the hash of the secret in the calendar's address, in place of an earlier one. Error: not_found.
    Result<> set_feed(const std::string& classroom_id, const std::string& hash, Timestamp now);
    Result<> remove_feed(const std::string& classroom_id);
    std::optional<std::string> feed_hash(const std::string& classroom_id);

    // The classroom with all its class sessions, ordered by start; nullopt if there is no such classroom.
    std::optional<std::pair<Classroom, std::vector<ClassSession>>> calendar(const std::string& classroom_id);

private:
    Database& database_;
};

}  // namespace lectern::storage
