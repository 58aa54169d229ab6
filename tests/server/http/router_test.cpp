#include "server/http/router.hpp"

#include <stdexcept>

#include <gtest/gtest.h>

namespace lectern::http {
namespace {

Route row(Method method, std::string pattern, bool changes_state = false) {
    Route route{};
    route.method = method;
    route.pattern = std::move(pattern);
    route.changes_state = changes_state;
    return route;
}

Router make() {
    Router router;
    router.add(row(Method::get, "/"));
    router.add(row(Method::get, "/sessions"));
    router.add(row(Method::get, "/sessions/{session_id}"));
    router.add(row(Method::del, "/sessions/{id}/"));
    router.add(row(Method::patch, "/sessions/{session_id}/plan"));
    router.add(row(Method::get, "/sessions/latest"));
    router.add(row(Method::get, "/output/{session_id}/snippets/{filename}"));
    router.add(row(Method::get, "/start/{client_id}", true));
    router.add(row(Method::post, "/start/{client_id}"));
    router.add(row(Method::get, "/{any}/a/b"));
    return router;
}

TEST(Router, FindsRowsAndParameters) {
    const Router router = make();
    using Params = std::vector<std::pair<std::string, std::string>>;
    struct Case {
        Method method;
        std::string_view path, pattern;
        Params params;
    };
    const Case cases[] = {
        {Method::get, "/", "/", {}},
        {Method::get, "/sessions", "/sessions", {}},
        {Method::get, "/sessions/", "/sessions", {}},
        {Method::head, "/sessions", "/sessions", {}},
        {Method::get, "/sessions/7", "/sessions/{session_id}", {{"session_id", "7"}}},
        {Method::get, "/sessions/7/", "/sessions/{session_id}", {{"session_id", "7"}}},
        {Method::del, "/sessions/7", "/sessions/{id}/", {{"id", "7"}}},
        {Method::get, "/sessions/latest", "/sessions/latest", {}},
        {Method::patch, "/sessions/latest/plan", "/sessions/{session_id}/plan", {{"session_id", "latest"}}},
        {Method::get,
         "/output/3/snippets/1)_A b.mp4",
         "/output/{session_id}/snippets/{filename}",
         {{"session_id", "3"}, {"filename", "1)_A b.mp4"}}},
        {Method::get, "/start/c", "/start/{client_id}", {{"client_id", "c"}}},
        {Method::get, "/sessions/a/b", "/{any}/a/b", {{"any", "sessions"}}},
    };
    for (const Case& c : cases) {
        const auto match = router.find(c.method, c.path);
        ASSERT_NE(match.route, nullptr) << c.path;
        EXPECT_EQ(match.route->pattern, c.pattern) << c.path;
        EXPECT_EQ(match.params, c.params) << c.path;
    }
}

TEST(Router, GivesTheMethodsThatAreAllowed) {
    const Router router = make();
    struct Case {
        Method method;
        std::string_view path, allow;
    };
    const Case cases[] = {
        {Method::post, "/sessions", "GET, HEAD, OPTIONS"},
        {Method::put, "/sessions/7", "GET, HEAD, DELETE, OPTIONS"},
        {Method::options, "/sessions/7/plan", "PATCH, OPTIONS"},
        {Method::head, "/sessions/7/plan", "PATCH, OPTIONS"},
        {Method::head, "/start/c", "GET, POST, OPTIONS"},
        {Method::get, "/nothing", ""},
        {Method::get, "/sessions//plan", ""},
        {Method::get, "//", ""},
        {Method::get, "/output/3/snippets/a/b", ""},
        {Method::get, "*", ""},
        {Method::get, "", ""},
    };
    for (const Case& c : cases) {
        const auto match = router.find(c.method, c.path);
        EXPECT_EQ(match.route, nullptr) << c.path;
        EXPECT_EQ(match.allow, c.allow) << c.path;
    }
}

TEST(Router, RefusesARowTwice) {
    Router router = make();
    EXPECT_THROW(router.add(row(Method::get, "/sessions/{other}/")), std::logic_error);
    EXPECT_THROW(router.add(row(Method::get, "no-slash")), std::logic_error);
    EXPECT_THROW(router.add(row(Method::get, "/a//b")), std::logic_error);
}

}  // namespace
}  // namespace lectern::http
