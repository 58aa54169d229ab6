#include "domain/base/random.hpp"
#include "server/api/classrooms/class_schedule.hpp"
#include "server/api/classrooms/classroom_bodies.hpp"
#include "server/api/classrooms/classroom_parameters.hpp"
#include "server/api/classrooms/classroom_routes.hpp"

#include <functional>

namespace lectern::api {
namespace {

constexpr const char* no_such_classroom = "Classroom not found";

using AddingSessions = Adding<ClassroomAddress>;
using MovingSession = Adding<ClassSessionAddress>;

// 201 after something was created. A dry run answers 200 with the same body.
template<class Body>
using CreatedOrTried = std::variant<Created<Body>, Body, SessionConflictsAnswer>;
using ChangedOrRefused = std::variant<ClassSessionBody, SessionConflictsAnswer>;

template<class Body>
CreatedOrTried<Body> created_or_tried(Body body, bool dry_run) {
    if (dry_run) return body;
    return Created<Body>{std::move(body)};
}

// If the body names a classroom, too, it must be the classroom of the address.
void check_same_classroom(const ClassroomAddress& address, const std::optional<std::string>& in_body,
                          Mistakes& mistakes) {
    if (in_body && !address.classroom_id.empty() && *in_body != address.classroom_id)
        mistakes.add("classroom_id", "must be the classroom of the address");
}

void check_new_sessions(const AddingSessions& adding, const BulkBody& body, Mistakes& mistakes) {
    check_same_classroom(adding, body.classroom_id, mistakes);
    // If there are no mistakes yet, plan_class_sessions() checks the time zone together with the schedule.
    if (mistakes.any() && body.timezone) mistakes.add(check_timezone(*body.timezone));
}

Result<CreatedOrTried<AddedSessionsBody>> create_sessions(const ClassroomServices& services,
                                                          const AddingSessions& adding,
                                                          const BulkBody& body) {
    const auto classroom = services.classrooms.get(adding.classroom_id);
    if (!classroom) return Error::not_found(no_such_classroom);
    const auto sessions = plan_class_sessions(body, body.timezone.value_or(classroom->timezone));
    if (!sessions) return sessions.error();
    const auto added = services.class_sessions.add(classroom->id, *sessions, adding.options, services.now());
    if (!added) return added.error();
    if (added->conflicts.total > 0) return SessionConflictsAnswer(added->conflicts);
    return created_or_tried(AddedSessionsBody(*added, adding.options.dry_run), adding.options.dry_run);
}

void check_new_session(const AddingSessions& adding, const NewClassSessionBody& body, Mistakes& mistakes) {
    check_same_classroom(adding, body.classroom_id, mistakes);
}

Result<CreatedOrTried<ClassSessionBody>> create_session(const ClassroomServices& services,
                                                        const AddingSessions& adding,
                                                        const NewClassSessionBody& body) {
    storage::NewClassSessions session{body.details(), {{body.start_time, body.end_time, 0}}, {random_uuid()}};
    if (body.status) session.details.status = parse_class_session_status(*body.status).value();
    const auto added =
        services.class_sessions.add_one(adding.classroom_id, session, adding.options, services.now());
    if (!added) return added.error();
    if (added->conflicts.total > 0) return SessionConflictsAnswer(added->conflicts);
    return created_or_tried(ClassSessionBody(added->sessions.at(0), adding.options.dry_run),
                            adding.options.dry_run);
}

Result<Paged<ClassSessionBody>> list_sessions(const ClassroomServices& services,
                                              const ClassSessionList& wanted) {
    const storage::ClassSessionQuery query{wanted.page.skip, wanted.page.limit, wanted.from, wanted.to};
    const auto found = services.class_sessions.list(wanted.classroom_id, query);
    if (!found) return Error::not_found(no_such_classroom);
    Paged<ClassSessionBody> paged{{}, found->total, wanted.page};
    paged.items.reserve(found->items.size());
    for (const ClassSession& session : found->items)
        paged.items.emplace_back(session);
    return paged;
}

Result<ClassSessionBody> get_session(const ClassroomServices& services, const ClassSessionAddress& address) {
    const auto session = services.class_sessions.get(address.classroom_id, address.session_id);
    if (!session) return Error::not_found("There is no such class session.");
    return ClassSessionBody(*session);
}

Result<ChangedOrRefused> change_session(const ClassroomServices& services, const MovingSession& moving,
                                        const ClassSessionChangeBody& body) {
    const auto changed = services.class_sessions.change(moving.classroom_id, moving.session_id, body.change(),
                                                        moving.options, services.now());
    if (!changed) return changed.error();
    if (changed->conflicts.total > 0) return SessionConflictsAnswer(changed->conflicts);
    return ClassSessionBody(changed->session);
}

Result<NoContent> delete_session(const ClassroomServices& services, const ClassSessionAddress& address) {
    return no_content(services.class_sessions.remove(address.classroom_id, address.session_id));
}

}  // namespace

void add_class_session_routes(Routes& routes, const ClassroomServices& services) {
    using http::Access;
    using http::Method;
    using std::bind_front;
    http::BlockingPool& database = services.database;
    const std::string sessions = "/api/v1/classrooms/{classroom_id}/sessions/";
    const std::string session = sessions + "{session_id}/";
    routes.add({.method = Method::post,
                .pattern = sessions + "bulk/",
                .access = Access::teacher,
                .summary = "Creates all class sessions of a schedule, or none."},
               blocking_endpoint<AddingSessions, BulkBody, CreatedOrTried<AddedSessionsBody>>(
                   database, bind_front(create_sessions, std::cref(services)), check_new_sessions));
    routes.add({.method = Method::post,
                .pattern = sessions,
                .access = Access::teacher,
                .summary = "Creates one class session."},
               blocking_endpoint<AddingSessions, NewClassSessionBody, CreatedOrTried<ClassSessionBody>>(
                   database, bind_front(create_session, std::cref(services)), check_new_session));
    routes.add({.method = Method::get,
                .pattern = sessions,
                .access = Access::teacher,
                .summary = "Lists class sessions by their start, in pages."},
               blocking_endpoint<ClassSessionList, NoBody, Paged<ClassSessionBody>>(
                   database, bind_front(list_sessions, std::cref(services))));
    routes.add({.method = Method::get,
                .pattern = session,
                .access = Access::teacher,
                .summary = "Returns a class session."},
               blocking_endpoint<ClassSessionAddress, NoBody, ClassSessionBody>(
                   database, bind_front(get_session, std::cref(services))));
    routes.add({.method = Method::patch,
                .pattern = session,
                .access = Access::teacher,
                .summary = "Changes, moves or cancels a class session."},
               blocking_endpoint<MovingSession, ClassSessionChangeBody, ChangedOrRefused>(
                   database, bind_front(change_session, std::cref(services))));
    routes.add({.method = Method::del,
                .pattern = session,
                .access = Access::teacher,
                .summary = "Deletes a class session. Recordings of it stay."},
               blocking_endpoint<ClassSessionAddress, NoBody, NoContent>(
                   database, bind_front(delete_session, std::cref(services))));
}

}  // namespace lectern::api
