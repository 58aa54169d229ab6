#include "tests/media/support/fetching/fetch_fixture.hpp"

#include <gmock/gmock.h>

namespace lectern::media {
namespace {

using testing::HasSubstr;

class Web : public FetchFixture {};

TEST_F(Web, TakesAFileAndGoesOnAfterACut) {
    const auto fetched = expect_whole(web("cut"));
    EXPECT_EQ(fetched.suggested_name, "lesson.mp4");
    EXPECT_EQ(ranges("cut").size(), 2u);
}

TEST_F(Web, SaysWhatCameInsteadOfAFile) {
    const std::pair<const char*, const char*> table[] = {
        {"page", "web page"},          {"gone", "no file"},           {"denied", "sign-in"},
        {"foreign", "does not visit"}, {"private", "does not visit"}, {"plainhttp", "does not visit"}};
    for (const auto& [scene, words] : table)
        EXPECT_THAT(expect_failure(web(scene), FailureKind::permanent).message, HasSubstr(words)) << scene;
}

}  // namespace
}  // namespace lectern::media
