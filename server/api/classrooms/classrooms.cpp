#include "domain/base/random.hpp"
#include "server/api/classrooms/class_schedule.hpp"
#include "server/api/classrooms/classroom_bodies.hpp"
#include "server/api/classrooms/classroom_parameters.hpp"
#include "server/api/classrooms/classroom_routes.hpp"

#include <functional>

namespace lectern::api {
namespace {

constexpr const char* no_such_classroom = "Classroom not found";

using AddingClassroom = Adding<NoAddress>;
using CreatedOrTried =
    std::variant<Created<CreatedClassroomBody>, CreatedClassroomBody, SessionConflictsAnswer>;

void check_new_classroom(const AddingClassroom&, const NewClassroomBody& body, Mistakes& mistakes) {
    // If there are no mistakes yet, plan_class_sessions() checks the time zone together with the schedule.
    if (mistakes.any()) mistakes.add(check_timezone(body.timezone.value_or("UTC")));
}

Result<CreatedOrTried> create_classroom(const ClassroomServices& services, const AddingClassroom& adding,
                                        const NewClassroomBody& body) {
    const Timestamp now = services.now();
    const Classroom classroom{random_uuid(),  body.name, body.timezone.value_or("UTC"),
                              body.meeting(), now,       now};
    const auto sessions = plan_class_sessions(body, classroom.timezone);
    if (!sessions) return sessions.error();
    const auto created = services.classrooms.create(classroom, *sessions, adding.options);
    if (created.added.conflicts.total > 0)
        return CreatedOrTried(SessionConflictsAnswer(created.added.conflicts));
    CreatedClassroomBody answer(created, adding.options.dry_run);
    if (adding.options.dry_run) return CreatedOrTried(std::move(answer));
    return CreatedOrTried(Created<CreatedClassroomBody>{std::move(answer)});
}

Result<Paged<ClassroomBody>> list_classrooms(const ClassroomServices& services, const Page& page) {
    const auto found = services.classrooms.list(page.skip, page.limit);
    return Paged<ClassroomBody>{{found.items.begin(), found.items.end()}, found.total, page};
}

Result<ClassroomBody> get_classroom(const ClassroomServices& services, const ClassroomAddress& address) {
    const auto classroom = services.classrooms.get(address.classroom_id);
    if (!classroom) return Error::not_found(no_such_classroom);
    return ClassroomBody(*classroom);
}

void check_change(const ClassroomAddress&, const ClassroomChangeBody& body, Mistakes& mistakes) {
    if (body.timezone) mistakes.add(check_timezone(*body.timezone));
}

Result<ClassroomBody> change_classroom(const ClassroomServices& services, const ClassroomAddress& address,
                                       const ClassroomChangeBody& body) {
    const storage::ClassroomChange change{body.name, body.timezone, body.meeting_link, body.meeting_id,
                                          body.meeting_pass};
    const auto changed = services.classrooms.change(address.classroom_id, change, services.now());
    if (!changed) return changed.error();
    return ClassroomBody(*changed);
}

Result<NoContent> delete_classroom(const ClassroomServices& services, const ClassroomAddress& address) {
    return no_content(services.classrooms.remove(address.classroom_id));
}

}  // namespace

void add_classroom_routes(Routes& routes, const ClassroomServices& services) {
    using http::Access;
    using http::Method;
    using std::bind_front;
    http::BlockingPool& database = services.database;
    const std::string classroom = "/api/v1/classrooms/{classroom_id}/";
    routes.add({.method = Method::post,
                .pattern = "/api/v1/classrooms/",
                .access = Access::teacher,
                .summary = "Creates a classroom and the sessions of its schedule."},
               blocking_endpoint<AddingClassroom, NewClassroomBody, CreatedOrTried>(
                   database, bind_front(create_classroom, std::cref(services)), check_new_classroom));
    routes.add({.method = Method::get,
                .pattern = "/api/v1/classrooms/",
                .access = Access::teacher,
                .summary = "Lists classrooms in pages."},
               blocking_endpoint<Page, NoBody, Paged<ClassroomBody>>(
                   database, bind_front(list_classrooms, std::cref(services))));
    routes.add({.method = Method::get,
                .pattern = classroom,
                .access = Access::teacher,
                .summary = "Returns a classroom."},
               blocking_endpoint<ClassroomAddress, NoBody, ClassroomBody>(
                   database, bind_front(get_classroom, std::cref(services))));
    routes.add(
        {.method = Method::patch,
         .pattern = classroom,
         .access = Access::teacher,
         .summary = "Changes a classroom. Its sessions stay as they are; their events in calendars get its "
                    "new name."},
        blocking_endpoint<ClassroomAddress, ClassroomChangeBody, ClassroomBody>(
            database, bind_front(change_classroom, std::cref(services)), check_change));
    routes.add({.method = Method::del,
                .pattern = classroom,
                .access = Access::admin,
                .summary = "Deletes a classroom and its sessions. Recordings of them stay."},
               blocking_endpoint<ClassroomAddress, NoBody, NoContent>(
                   database, bind_front(delete_classroom, std::cref(services))));
}

}  // namespace lectern::api
