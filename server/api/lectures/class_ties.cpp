// A person says which class sessions a recording shows.
#include "server/api/lectures/class_tie_bodies.hpp"
#include "server/api/lectures/lecture_parameters.hpp"
#include "server/api/lectures/lecture_routes.hpp"
#include "storage/lectures/class_tie_store.hpp"

#include <functional>

namespace lectern::api {
namespace {

struct ClassTieAddress : LectureAddress {
    std::string class_session_id;

    void describe(wire::Fields& f) {
        LectureAddress::describe(f);
        f.uuid("class_session_id", class_session_id, {.about = "The class session's UUID."});
    }
};

Result<LectureDetailBody> detail_of(storage::ClassTieStore& class_ties, std::int64_t id,
                                    const http::Caller& caller) {
    const auto found = class_ties.with_ties(id);
    if (!found) return Error::not_found(no_such_lecture);
    return LectureDetailBody(*found, caller);
}

Result<LectureDetailBody> tie(storage::ClassTieStore& class_ties, const std::function<Timestamp()>& now,
                              const LectureAddress& address, const TieBody& body,
                              const http::Caller& caller) {
    const auto tied = class_ties.tie(address.session_id, body.ids(), now());
    if (!tied) return tied.error();
    return detail_of(class_ties, address.session_id, caller);
}

Result<LectureDetailBody> untie(storage::ClassTieStore& class_ties, const ClassTieAddress& address,
                                const http::Caller& caller) {
    const auto untied = class_ties.untie(address.session_id, address.class_session_id);
    if (!untied) return untied.error();
    return detail_of(class_ties, address.session_id, caller);
}

}  // namespace

void add_class_tie_routes(Routes& routes, const LectureServices& services,
                          storage::ClassTieStore& class_ties) {
    using http::Access;
    using http::Method;
    using std::bind_front;
    http::BlockingPool& database = services.database;
    const std::string ties = "/api/v1/sessions/{session_id}/class-session";
    routes.add({.method = Method::post,
                .pattern = ties,
                .access = Access::local_teacher,
                .summary = "Adds class sessions that a recording shows."},
               blocking_endpoint<LectureAddress, TieBody, LectureDetailBody>(
                   database, bind_front(tie, std::ref(class_ties), std::cref(services.now))));
    routes.add({.method = Method::del,
                .pattern = ties + "/{class_session_id}",
                .access = Access::local_teacher,
                .summary = "Removes a class session from those that a recording shows."},
               blocking_endpoint<ClassTieAddress, NoBody, LectureDetailBody>(
                   database, bind_front(untie, std::ref(class_ties))));
}

}  // namespace lectern::api
