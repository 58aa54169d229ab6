#include "domain/base/error.hpp"

#include <stdexcept>

#include <gtest/gtest.h>

namespace lectern {
namespace {

TEST(Error, NamedConstructorsSetWhatBelongsToTheirCode) {
    const Error invalid = Error::invalid("limit", "must be at least 1");
    EXPECT_EQ(invalid.code, ErrorCode::invalid);
    ASSERT_EQ(invalid.fields.size(), 1u);
    EXPECT_EQ(invalid.fields[0].path, "limit");
    EXPECT_EQ(invalid.fields[0].message, "must be at least 1");

    EXPECT_TRUE(Error::not_found("No such session.").fields.empty());
    const Error named = Error::not_found("No such classroom.", "classroom_id");
    EXPECT_EQ(named.code, ErrorCode::not_found);
    ASSERT_EQ(named.fields.size(), 1u);
    EXPECT_EQ(named.fields[0].message, named.message);

    EXPECT_EQ(Error::duplicate("It exists.", 7).existing_id, 7);
    EXPECT_EQ(Error::busy("Too many.", std::chrono::seconds(5)).retry_after, std::chrono::seconds(5));
    EXPECT_EQ(Error::conflict("Not now.").code, ErrorCode::conflict);
    EXPECT_EQ(Error::unauthenticated("No token.").code, ErrorCode::unauthenticated);
    EXPECT_EQ(Error::forbidden("Not you.").code, ErrorCode::forbidden);
    EXPECT_EQ(Error::too_large("Too large.").code, ErrorCode::too_large);
    EXPECT_EQ(Error::unsupported_type("Not JSON.").code, ErrorCode::unsupported_type);
    EXPECT_EQ(Error::storage_full().code, ErrorCode::storage_full);
}

TEST(Error, AnUncheckedResultThrows) {
    const Result<int> refused = Error::conflict("Not now.");
    EXPECT_THROW(static_cast<void>(refused.value()), std::logic_error);
}

}  // namespace
}  // namespace lectern
