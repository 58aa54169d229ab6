#pragma once

#include "server/api/lectures/lecture_bodies.hpp"
#include "server/http/message.hpp"
#include "server/wire/fields.hpp"
#include "storage/lectures/class_tie_store.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lectern::api {

// A class session that a recording shows or may show. It contains only ids and times of the timetable,
// because some callers may read lectures but not classrooms.
struct ClassTieBody {
    static constexpr std::string_view schema = "ClassTie";
    std::string class_session_id, classroom_id;
    Timestamp start_time{}, end_time{};
    double score = 0;

    ClassTieBody() = default;
    explicit ClassTieBody(const storage::ClassTie& tie);

    void describe(wire::Fields& f);
};

struct MatchBody {
    static constexpr std::string_view schema = "Match";
    std::string status;
    std::vector<ClassTieBody> class_sessions, candidates;

    MatchBody() = default;
    explicit MatchBody(const storage::ClassTies& ties);

    void describe(wire::Fields& f);
};

// A lecture with the class sessions that it shows. The timetable belongs to no client, so callers that are
// bound to a client get no `match`.
struct LectureDetailBody : LectureBody {
    static constexpr std::string_view schema = "SessionDetail";
    std::optional<MatchBody> match = MatchBody();

    LectureDetailBody() = default;
    LectureDetailBody(const storage::LectureWithTies& found, const http::Caller& caller);

    void describe(wire::Fields& f);
};

// One class session or several, as a person chooses them.
struct TieBody {
    static constexpr std::string_view schema = "TieToClassSession";
    std::optional<std::string> class_session_id;
    std::vector<std::string> class_session_ids;

    void describe(wire::Fields& f);
    std::vector<std::string> ids() const;  // in lower case
};

}  // namespace lectern::api
