#include "server/pipeline/payloads.hpp"

#include "server/wire/json.hpp"

#include <gtest/gtest.h>

namespace lectern::pipeline {
namespace {

// Payloads are stored: those of earlier versions must be read for as long as their jobs can be tried again.
TEST(Payloads, StoredMembersKeepTheirNames) {
    const auto cut = wire::from_json<CutPayload>(
        R"({"mode":"fast","width":640,"height":360,"fit":"crop","title_seconds":1.5,"title":"T",)"
        R"("background":"#1d3557"})");
    ASSERT_TRUE(cut);
    EXPECT_EQ(cut->mode, "fast");
    EXPECT_EQ(cut->width, 640);
    EXPECT_EQ(cut->height, 360);
    EXPECT_EQ(cut->fit, "crop");
    EXPECT_EQ(cut->title_seconds, 1.5);
    EXPECT_EQ(cut->title, "T");
    EXPECT_EQ(cut->background, "#1d3557");

    const auto download =
        wire::from_json<DownloadPayload>(R"({"subtitles":"1\n","classroom_id":"c","client_id":null})");
    ASSERT_TRUE(download);
    EXPECT_EQ(download->subtitles, "1\n");
    EXPECT_EQ(download->classroom_id, "c");
    EXPECT_EQ(download->client_id, std::nullopt);
}

TEST(Payloads, AreReadAsTheyWereWritten) {
    CutPayload cut;
    cut.title = "Graphs & trees";
    cut.width = 1280;
    const auto read = wire::from_json<CutPayload>(wire::to_json(cut));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->title, cut.title);
    EXPECT_EQ(read->width, cut.width);
    EXPECT_EQ(read->mode, std::nullopt);
}

TEST(DownloadPayload, AClientsRecordingIsMatchedOnlyWithinAClassroom) {
    EXPECT_TRUE((DownloadPayload{{}, {}, {}}).may_match());
    EXPECT_FALSE((DownloadPayload{{}, {}, "client"}).may_match());
    EXPECT_TRUE((DownloadPayload{{}, "classroom", "client"}).may_match());
}

}  // namespace
}  // namespace lectern::pipeline
