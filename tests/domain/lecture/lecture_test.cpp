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
