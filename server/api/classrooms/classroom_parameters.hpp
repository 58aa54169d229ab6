#pragma once

#include "server/api/paging.hpp"
#include "server/wire/fields.hpp"
#include "storage/classrooms/classroom_store.hpp"

#include <optional>
#include <string>

namespace lectern::api {

// Path and query parameters of the timetable.

struct ClassroomAddress {
    std::string classroom_id;

    void describe(wire::Fields& f) {
        f.uuid("classroom_id", classroom_id, {.about = "The classroom's UUID."});
    }
};

struct ClassSessionAddress : ClassroomAddress {
    std::string session_id;

    void describe(wire::Fields& f) {
        ClassroomAddress::describe(f);
        f.uuid("session_id", session_id, {.about = "The class session's UUID."});
    }
};

// An address with the options for adding or moving class sessions.
template<class Address>
struct Adding : Address {
    storage::AddOptions options;

    void describe(wire::Fields& f) {
        Address::describe(f);
        f.truth("dry_run", options.dry_run,
                {.required = false, .about = "Answers with what would happen, and stores nothing."});
        static constexpr std::array<std::pair<std::string_view, bool>, 2> choices{
            {{"reject", true}, {"allow", false}}};
        f.choice(
            "on_conflict", options.reject_overlaps, choices,
            "Whether sessions that would overlap others of the classroom, or others in the same location, by "
            "the same teacher or in the same meeting, are refused or stored.");
    }
};

struct NoAddress {
    void describe(wire::Fields&) {}
};

struct ClassSessionList : ClassroomAddress {
    Page page;
    std::optional<Timestamp> from, to;

    void describe(wire::Fields& f) {
        ClassroomAddress::describe(f);
        page.describe(f);
        f.time("from", from, {.about = "Only sessions that end after this time."});
        f.time("to", to, {.about = "Only sessions that start before this time."});
    }
};

struct CalendarAddress : ClassroomAddress {
    std::optional<std::string> token;  // read by the authorizer

    void describe(wire::Fields& f) {
        ClassroomAddress::describe(f);
        f.text("token", token,
               {.about = "The secret of the calendar's address, in place of a bearer token."});
    }
};

}  // namespace lectern::api
