#include "server/http/error_status.hpp"

#include "server/http/problem.hpp"
#include "server/http/reason_phrase.hpp"

#include <gtest/gtest.h>

namespace lectern::http {
namespace {

TEST(ErrorStatus, Table) {
    const struct {
        Error error;
        int status;
        const char* retry_after;  // "" without
    } cases[] = {
        {Error::invalid("start", "must not be empty"), 400, ""},
        {Error::duplicate("It exists already.", 7), 400, ""},
        {Error::unauthenticated("A token is needed."), 401, ""},
        {Error::forbidden("The role is too low."), 403, ""},
        {Error::not_found("There is no such lecture."), 404, ""},
        {Error::conflict("It is running."), 409, ""},
        {Error::too_large("It is too large."), 413, ""},
        {Error::unsupported_type("Send JSON."), 415, ""},
        {Error::busy("The queue is full.", std::chrono::seconds(7)), 503, "7"},
        {Error::too_many("Try again later.", std::chrono::seconds(8)), 429, "8"},
        {Error::storage_full(), 507, ""},
    };
    for (const auto& c : cases) {
        EXPECT_EQ(status_of(c.error.code), c.status) << c.error.message;
        const Response response = problem(c.error);
        EXPECT_EQ(response.status, c.status);
        const std::string* retry_after = response.fields.find("Retry-After");
        EXPECT_EQ(retry_after ? *retry_after : "", c.retry_after) << c.error.message;
        EXPECT_EQ(response.fields.find("WWW-Authenticate") != nullptr, c.status == 401);
        EXPECT_FALSE(reason_phrase(c.status).empty()) << c.status;
    }
}

TEST(Problem, NamesFieldsAndWhatExistsAlready) {
    EXPECT_EQ(
        std::get<std::string>(problem(Error::duplicate("It exists already.", 7)).body),
        R"({"type":"about:blank","title":"Bad Request","status":400,"detail":"It exists already.","id":7})");
    const Error error = Error::invalid({{"a", "must be short"}, {"b", "is missing"}, {"a", "must be text"}});
    EXPECT_NE(std::get<std::string>(problem(error).body)
                  .find(R"("errors":{"a":["must be short","must be text"],"b":["is missing"]})"),
              std::string::npos);
}

}  // namespace
}  // namespace lectern::http
