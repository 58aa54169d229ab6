#include "server/api/failures.hpp"

#include "server/http/run_blocking.hpp"

#include <cerrno>
#include <system_error>

#include <gtest/gtest.h>

namespace lectern::api {
namespace {

http::Response problem_of_call(int error) {
    return problem_of(
        std::make_exception_ptr(std::system_error(error, std::generic_category(), "openat of the clip")),
        "id");
}

TEST(Failures, OverloadIs503WithRetryAfter) {
    for (const http::Response& busy : {problem_of_call(EMFILE), problem_of_call(ENFILE),
                                       problem_of(std::make_exception_ptr(http::Overloaded()), "id")}) {
        EXPECT_EQ(busy.status, 503);
        EXPECT_NE(busy.fields.find("Retry-After"), nullptr);
    }
}

TEST(Failures, AFullDiskIs507AndOtherErrorsAre500) {
    EXPECT_EQ(problem_of_call(ENOSPC).status, 507);
    const http::Response mistake = problem_of_call(EIO);
    EXPECT_EQ(mistake.status, 500);
    EXPECT_EQ(std::get<std::string>(mistake.body).find("openat"), std::string::npos);
}

}  // namespace
}  // namespace lectern::api
