#pragma once

#include "storage/classrooms/class_session_store.hpp"
#include "storage/classrooms/classroom_store.hpp"
#include "tests/storage/store_fixture.hpp"

#include <string>
#include <vector>

namespace lectern::storage::test {

// Classrooms with class sessions at given times.
class ClassroomTest : public StoreTest {
protected:
    Classroom room(const std::string& name = "Algebra") {
        Classroom classroom{uuid(), name, "Asia/Ho_Chi_Minh", {"https://zoom.us/j/1", "1", "x"}, now, now};
        classrooms.create(classroom, {}, {});
        return classroom;
    }

    static Slot slot(int day, int hour, int minutes = 120) {
        const Timestamp start =
            Timestamp(std::chrono::sys_days(std::chrono::year(2026) / 1 / day)) + std::chrono::hours(hour);
        return {start, start + std::chrono::minutes(minutes), 0};
    }

    NewClassSessions sessions(std::vector<Slot> slots) {
        NewClassSessions wanted;
        wanted.slots = std::move(slots);
        for (std::size_t i = 0; i < wanted.slots.size(); ++i)
            wanted.ids.push_back(uuid());
        return wanted;
    }

    AddedClassSessions add(const Classroom& classroom, std::vector<Slot> slots, AddOptions how = {}) {
        return class_sessions.add(classroom.id, sessions(std::move(slots)), how, now).value();
    }

    ClassSession one(const Classroom& classroom, Slot slot) { return add(classroom, {slot}).sessions.at(0); }

    ClassroomStore classrooms{*database};
    ClassSessionStore class_sessions{*database};
};

}  // namespace lectern::storage::test
