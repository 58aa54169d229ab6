#include "media/speech/service/base_url.hpp"

#include <gmock/gmock.h>

namespace lectern::media {
namespace {

TEST(BaseUrl, IsTakenAsPeopleWriteIt) {
    for (const char* base : {"http://h:1", "http://h:1/", "http://h:1/v1", "http://h:1/v1/"}) {
        EXPECT_EQ(join_api_url(base, "x"), "http://h:1/v1/x");
    }
    EXPECT_EQ(join_api_url("https://h/openai/v1", "x"), "https://h/openai/v1/x");
    EXPECT_TRUE(is_base_url("http://localhost:8000"));
    EXPECT_FALSE(is_base_url("localhost:8000"));
    EXPECT_FALSE(is_base_url("file:///etc/passwd"));
}

}  // namespace
}  // namespace lectern::media
