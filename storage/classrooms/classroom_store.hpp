#pragma once

#include "domain/base/error.hpp"
#include "domain/timetable/class_session.hpp"
#include "domain/timetable/overlaps.hpp"
#include "domain/timetable/schedule.hpp"
#include "storage/sql/database.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace lectern::storage {

// Sessions that differ by their time alone.
struct NewClassSessions {
    ClassSessionDetails details;
    std::vector<Slot> slots;       // at most max_sessions_at_once
    std::vector<std::string> ids;  // a new UUID for each slot
};

struct AddOptions {
    bool reject_overlaps = false;  // with sessions that are not cancelled, and among themselves
    bool dry_run = false;          // says what would happen
};

// A wanted time and what is there already (or is wanted too: then without an id).
struct SessionConflict {
    Slot wanted;
    std::optional<std::string> id;
    Timestamp start{}, end{};
};
struct SessionConflicts {
    std::vector<SessionConflict> listed;  // at most max_listed_conflicts
    std::size_t total = 0;
};
inline constexpr std::size_t max_listed_conflicts = 1000;

struct AddedClassSessions {
    std::vector<ClassSession> sessions;  // in the order of their slots
    std::int64_t skipped = 0;            // were there already, or came twice: same classroom, start and end
    SessionConflicts conflicts;          // if there are any, nothing was stored
};

struct CreatedClassroom {
    Classroom classroom;
    AddedClassSessions added;
};

// What a person changes of a classroom; the rest stays.
struct ClassroomChange {
    std::optional<std::string> name, timezone;
    std::optional<std::string> meeting_link, meeting_id, meeting_pass;
};

// What a person changes of a session; the rest stays.
struct ClassSessionChange {
    std::optional<Timestamp> start, end;
    std::optional<std::string> topic, description, location;
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
    std::optional<Timestamp> from = {}, to = {};  // those that have a moment in [from, to)
};

template<class Item>
struct Page {
    std::vector<Item> items;
    std::int64_t total = 0;
};

// Classrooms, their sessions and the addresses of their calendars. Every method is one transaction and
// blocks. Whoever changes the sessions of a classroom locks its row first, so that what is found there before
// the change is true when it is made, on both drivers.
class ClassroomStore {
public:
    explicit ClassroomStore(Database& database) : database_(database) {}

    // The classroom with its first sessions, or nothing.
    CreatedClassroom create(const Classroom& classroom, const NewClassSessions& sessions,
                            const AddOptions& options);
    std::optional<Classroom> get(const std::string& id);
    Page<Classroom> list(std::int64_t skip, std::int64_t limit);  // the oldest first
    Result<Classroom> change(const std::string& id, const ClassroomChange& change,
                             Timestamp now);  // not_found
    // With its sessions; recordings of them stay, without their tie. not_found.
    Result<> remove(const std::string& id);

    // All or nothing. not_found.
    Result<AddedClassSessions> add_sessions(const std::string& classroom_id, const NewClassSessions& sessions,
                                            const AddOptions& options, Timestamp now);
    // One that has to be new: conflict if there is a session with this time. not_found.
    Result<AddedClassSessions> add_session(const std::string& classroom_id, const NewClassSessions& session,
                                           const AddOptions& options, Timestamp now);

    // By their start; nullopt if there is no such classroom.
    std::optional<Page<ClassSession>> list_sessions(const std::string& classroom_id,
                                                    const ClassSessionQuery& query);
    std::optional<ClassSession> get_session(const std::string& classroom_id, const std::string& id);
    // Counts up `sequence` if it changes something. not_found; invalid if it would end before it starts, or
    // last longer than longest_class_session; conflict if another session has the new time.
    Result<ChangedClassSession> change_session(const std::string& classroom_id, const std::string& id,
                                               const ClassSessionChange& change, const AddOptions& options,
                                               Timestamp now);
    // Recordings of it stay. not_found.
    Result<> remove_session(const std::string& classroom_id, const std::string& id);

    // The secret of the calendar's address, as a hash; a new one takes the place of the old one. not_found.
    Result<> set_feed(const std::string& classroom_id, const std::string& hash, Timestamp now);
    Result<> remove_feed(const std::string& classroom_id);
    std::optional<std::string> feed_hash(const std::string& classroom_id);

    // The classroom with all its sessions by their start; nullopt if there is no such classroom.
    std::optional<std::pair<Classroom, std::vector<ClassSession>>> calendar(const std::string& classroom_id);

private:
    Database& database_;
};

}  // namespace lectern::storage
