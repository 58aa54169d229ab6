#include "domain/lecture/lecture.hpp"

#include <gtest/gtest.h>

namespace lectern {
namespace {

TEST(StorageLink, IsThereOnceCut) {
    Snippet snippet;
    snippet.position = 3;
    snippet.name = "A b";
    EXPECT_EQ(snippet.storage_link(), std::nullopt);
    snippet.clip = Clip{};
    EXPECT_EQ(snippet.storage_link(), "3)_A_b.mp4");
}

TEST(StaleClip, ShowsOtherBoundsOrAnotherNameThanItsSnippetHas) {
    Snippet snippet;
    snippet.name = "A";
    snippet.start = 1;
    snippet.end = 9;
    EXPECT_FALSE(snippet.clip_is_stale()) << "there is none";
    Clip& clip = snippet.clip.emplace();
    clip.start = 1;
    clip.end = 9;
    EXPECT_FALSE(snippet.clip_is_stale());
    snippet.name = "B";
    EXPECT_FALSE(snippet.clip_is_stale()) << "it shows no name";
    clip.drawn_name = "A";
    EXPECT_TRUE(snippet.clip_is_stale());
    snippet.name = "A";
    EXPECT_FALSE(snippet.clip_is_stale());
    snippet.start = 1.04;
    EXPECT_TRUE(snippet.clip_is_stale());
    snippet.start = 1;
    snippet.end = 8.96;
    EXPECT_TRUE(snippet.clip_is_stale());
}

TEST(LectureStatusText, GoesThereAndBack) {
    const std::vector<std::pair<LectureStatus, std::string>> texts{
        {LectureStatus::pending, "Pending"},
        {LectureStatus::downloading, "Processing: Downloading"},
        {LectureStatus::transcribing, "Processing: Transcribing"},
        {LectureStatus::analyzing, "Processing: Analyzing"},
        {LectureStatus::finished, "Finished"},
        {LectureStatus::failed, "Failed"}};
    for (const auto& [status, text] : texts) {
        EXPECT_EQ(to_text(status), text);
        EXPECT_EQ(parse_lecture_status(text), status);
    }
    EXPECT_EQ(parse_lecture_status("finished"), std::nullopt);
}

}  // namespace
}  // namespace lectern
