#include "media/playlist/playlist_kind.hpp"

#include <gtest/gtest.h>

namespace lectern::media {
namespace {

TEST(PlaylistNames, ByEndingAndByType) {
    const auto named = [](const std::string& path, const std::string& type) {
        return names_playlist(*Url::parse("https://media.example.org" + path), type);
    };
    EXPECT_TRUE(named("/a/master.m3u8", ""));
    EXPECT_TRUE(named("/a/MASTER.M3U8?x=1", "text/plain"));
    EXPECT_TRUE(named("/a.mpd", "application/octet-stream"));
    EXPECT_TRUE(named("/play/5", "Application/Vnd.Apple.MpegURL; charset=utf-8"));
    EXPECT_TRUE(named("/play/5", "audio/x-mpegurl"));
    EXPECT_TRUE(named("/play/5", "application/dash+xml"));
    EXPECT_FALSE(named("/a.mp4", "video/mp4"));
    EXPECT_FALSE(named("/m3u8", "text/plain"));
    EXPECT_FALSE(named("/a.mp4?x=.m3u8", ""));

    EXPECT_EQ(playlist_kind("\xef\xbb\xbf#EXTM3U\n"), PlaylistKind::hls);
    EXPECT_EQ(playlist_kind("<?xml version=\"1.0\"?>\n<!-- x -->\n<MPD>"), PlaylistKind::dash);
    EXPECT_EQ(playlist_kind("<d:MPD xmlns:d=\"x\">"), PlaylistKind::dash);
    EXPECT_EQ(playlist_kind("<html>"), PlaylistKind::none);
    EXPECT_EQ(playlist_kind(""), PlaylistKind::none);
    EXPECT_EQ(playlist_kind("x #EXTM3U <MPD"), PlaylistKind::none);
}

}  // namespace
}  // namespace lectern::media
