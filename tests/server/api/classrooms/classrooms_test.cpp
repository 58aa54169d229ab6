#include "server/api/classrooms/classroom_routes.hpp"
#include "storage/classrooms/class_session_store.hpp"
#include "storage/classrooms/classroom_store.hpp"
#include "tests/server/api/api_fixture.hpp"

#include <gmock/gmock.h>

namespace lectern::api {
namespace {

using http::Method;
using testing::ElementsAre;
using testing::Pair;
using testing::UnorderedElementsAre;
using namespace test;

const std::string rooms = "/api/v1/classrooms/";
const std::string nowhere = rooms + "00000000-0000-4000-8000-000000000000/";

class ClassroomsApi : public ApiTest {
protected:
    ClassroomsApi() {
        add_classroom_routes(routes, services);
        add_class_session_routes(routes, services);
        add_calendar_routes(routes, services);
    }

    std::string create(const std::string& name) {
        const auto made = post(rooms, R"({"name": ")" + name + R"("})");
        EXPECT_EQ(made.status, 201) << text_of(made);
        return rooms + std::string(json_of(made).at("id").as_string()) + "/";
    }

    storage::ClassroomStore store{*database};
    storage::ClassSessionStore class_sessions{*database};
    const ClassroomServices services{
        .database = pool, .classrooms = store, .class_sessions = class_sessions, .now = clock()};
};

TEST_F(ClassroomsApi, WhatIsCreatedCanBeReadChangedAndDeleted) {
    const std::string room = create("Algebra");
    EXPECT_EQ(json_of(get(room)).at("name").as_string(), "Algebra");
    const auto changed = call(Method::patch, room, R"({"timezone": "Asia/Ho_Chi_Minh"})");
    EXPECT_EQ(changed.status, 200);
    EXPECT_EQ(json_of(get(room)).at("timezone").as_string(), "Asia/Ho_Chi_Minh");
    EXPECT_EQ(call(Method::del, room).status, 204);
    EXPECT_EQ(get(room).status, 404);
}

TEST_F(ClassroomsApi, ListsInPages) {
    for (const char* name : {"Algebra", "Biology", "Chemistry"}) {
        create(name);
        now += 1s;
    }
    const auto page = get(rooms + "?skip=1&limit=1");
    EXPECT_EQ(page.status, 200);
    const auto items = json_of(page).as_array();
    ASSERT_EQ(items.size(), 1u);
    EXPECT_EQ(items[0].at("name").as_string(), "Biology");
    EXPECT_EQ(*page.fields.find("X-Total-Count"), "3");
    EXPECT_THAT(*page.fields.find("Link"), testing::HasSubstr("skip=2&limit=1>; rel=\"next\""));
    EXPECT_THAT(mistakes_in(get(rooms + "?skip=-1&limit=0")),
                UnorderedElementsAre(Pair("skip", ElementsAre("must be a whole number of at least 0")),
                                     Pair("limit", ElementsAre("must be a whole number from 1 to 1000"))));
}

TEST_F(ClassroomsApi, AllMistakesAreToldAtOnce) {
    const auto refused = call(Method::patch, rooms + "7/", R"({"name": "", "timezone": "Mars/Olympus"})");
    EXPECT_EQ(refused.status, 400);
    EXPECT_THAT(mistakes_in(refused),
                UnorderedElementsAre(
                    Pair("name", ElementsAre("must not be empty")),
                    Pair("timezone", ElementsAre("must be an IANA time zone, such as Asia/Ho_Chi_Minh")),
                    Pair("classroom_id", ElementsAre("must be a UUID"))));
}

TEST_F(ClassroomsApi, WhatIsNotThereIsNotFound) {
    EXPECT_EQ(get(nowhere).status, 404);
    EXPECT_EQ(call(Method::del, nowhere).status, 404);
    EXPECT_EQ(get(nowhere + "sessions/").status, 404);
    EXPECT_EQ(get(nowhere + "calendar.ics").status, 404);
}

TEST_F(ClassroomsApi, OverlapsAreAConflictOnlyIfTheCallerSaysSo) {
    const std::string sessions = create("Algebra") + "sessions/";
    const std::string early = R"({"start_time": "2026-01-05T08:00:00Z", "end_time": "2026-01-05T09:30:00Z"})";
    const std::string late = R"({"start_time": "2026-01-05T09:00:00Z", "end_time": "2026-01-05T10:00:00Z"})";
    EXPECT_EQ(post(sessions, early).status, 201);
    const auto tried = post(sessions + "?dry_run=true", late);
    EXPECT_EQ(tried.status, 200);
    EXPECT_TRUE(json_of(tried).at("id").is_null());
    const auto refused = post(sessions + "?on_conflict=reject", late);
    EXPECT_EQ(refused.status, 409);
    EXPECT_EQ(*refused.fields.find("Content-Type"), "application/problem+json");
    EXPECT_EQ(json_of(refused).at("conflict_count").as_int64(), 1);
    EXPECT_EQ(json_of(refused).at("conflicts").at(0).at("overlaps").at("end_time").as_string(),
              "2026-01-05T09:30:00.000Z");
    EXPECT_EQ(post(sessions, late).status, 201);
    EXPECT_EQ(post(sessions, late).status, 409) << "the same time again";
}

TEST_F(ClassroomsApi, TheClassroomOfTheBodyMustBeThatOfTheAddress) {
    const std::string sessions = create("Algebra") + "sessions/";
    const auto refused = post(sessions + "bulk/", R"({
        "classroom_id": "00000000-0000-4000-8000-000000000000", "timezone": "Mars/Olympus",
        "schedules_data": [{"day_of_week": "monday", "start_time": "18:00", "end_time": "20:00"}]})");
    EXPECT_THAT(mistakes_in(refused),
                UnorderedElementsAre(
                    Pair("classroom_id", ElementsAre("must be the classroom of the address")),
                    Pair("timezone", ElementsAre("must be an IANA time zone, such as Asia/Ho_Chi_Minh"))));
}

}  // namespace
}  // namespace lectern::api
