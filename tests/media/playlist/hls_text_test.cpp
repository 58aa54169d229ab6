#include "media/playlist/hls_plan.hpp"
#include "media/playlist/hls_playlist.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lectern::media {
namespace {

using testing::HasSubstr;

const Url here = *Url::parse("https://media.example.org/a/b/list.m3u8?token=1");

HlsMedia media_of(const std::string& text) {
    auto playlist = parse_hls(text);
    EXPECT_TRUE(playlist.has_value()) << playlist.error().detail << "\n" << text;
    return std::get<HlsMedia>(*playlist);
}

HlsMaster master_of(const std::string& text) {
    auto playlist = parse_hls(text);
    EXPECT_TRUE(playlist.has_value()) << playlist.error().detail << "\n" << text;
    return std::get<HlsMaster>(*playlist);
}

Outcome<StreamPlan> plan_of(const std::string& text) {
    return plan_hls(media_of(text), here, nullptr, nullptr);
}

AesBlock block(std::uint8_t last) {
    AesBlock out{};
    out[15] = last;
    return out;
}

TEST(HlsText, Segments) {
    const HlsMedia media = media_of(
        "\xef\xbb\xbf#EXTM3U\r\n#EXT-X-VERSION:7\r\n#EXT-X-MEDIA-SEQUENCE:7\r\n# a remark\r\n\r\n"
        "#EXTINF:9.97,title, with comma\r\none.ts\r\n"
        "#EXT-X-PROGRAM-DATE-TIME:2026-01-01T00:00:00Z\r\n#EXTINF:10\r\n  two 2.ts \r\n"
        "#EXT-X-DISCONTINUITY\r\n#EXTINF:0.5,\r\n#EXT-X-GAP\r\nlost.ts\r\n#EXTINF:0.5,\r\nthree.ts\r\n#EXT-X-"
        "ENDLIST");
    ASSERT_EQ(media.segments.size(), 3u);
    EXPECT_EQ(media.segments[0].uri, "one.ts");
    EXPECT_DOUBLE_EQ(media.segments[0].seconds, 9.97);
    EXPECT_EQ(media.segments[1].uri, "two 2.ts");
    EXPECT_FALSE(media.segments[1].discontinuity);
    EXPECT_TRUE(media.segments[2].discontinuity) << "a gap passes it on";
    EXPECT_EQ(media.numbers, (std::vector<std::int64_t>{7, 8, 10}));
    EXPECT_TRUE(media.complete);
}

TEST(HlsText, WhenAStreamIsComplete) {
    const std::string one = "#EXTM3U\n#EXTINF:1,\na.ts\n";
    EXPECT_FALSE(media_of(one).complete);
    EXPECT_FALSE(media_of(one + "#EXT-X-PLAYLIST-TYPE:EVENT\n").complete);
    EXPECT_TRUE(media_of(one + "#EXT-X-PLAYLIST-TYPE:VOD\n").complete);
    EXPECT_TRUE(media_of(one + "#EXT-X-ENDLIST\n").complete);
    EXPECT_THAT(plan_of(one).error().message, HasSubstr("live"));
}

TEST(HlsText, Ranges) {
    const HlsMedia media = media_of(
        "#EXTM3U\n#EXT-X-MAP:URI=\"all.mp4\",BYTERANGE=\"800@0\"\n#EXTINF:1,\n#EXT-X-BYTERANGE:100@800\nall."
        "mp4\n"
        "#EXTINF:1,\n#EXT-X-BYTERANGE:50\nall.mp4\n#EXTINF:1,\n#EXT-X-BYTERANGE:10\nother.mp4\n");
    ASSERT_EQ(media.segments.size(), 3u);
    EXPECT_EQ(media.maps.at(0).range, (ByteRange{0, 800}));
    EXPECT_EQ(media.segments[0].range, (ByteRange{800, 100}));
    EXPECT_EQ(media.segments[1].range, (ByteRange{900, 50})) << "it goes on where the last one ended";
    EXPECT_EQ(media.segments[2].range, (ByteRange{0, 10})) << "in another file it begins at the beginning";
}

TEST(HlsText, KeysAndTheirVectors) {
    const auto plan = plan_of(
        "#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:258\n#EXTINF:1,\nclear.ts\n#EXT-X-KEY:METHOD=AES-128,URI=\"k1\"\n#"
        "EXTINF:1,\na.ts\n"
        "#EXT-X-KEY:METHOD=AES-128,URI=\"/"
        "k2?x=1,2\",IV=0X0000000000000000000000000000000A,KEYFORMAT=\"identity\"\n"
        "#EXTINF:1,\nb.ts\n#EXT-X-KEY:METHOD=AES-128,URI=\"k1\"\n#EXTINF:1,\nc.ts\n#EXT-X-KEY:METHOD=NONE\n#"
        "EXTINF:1,\nd.ts\n"
        "#EXT-X-ENDLIST\n");
    ASSERT_TRUE(plan.has_value()) << plan.error().detail;
    EXPECT_EQ(plan->keys, (std::vector<std::string>{"https://media.example.org/a/b/k1",
                                                    "https://media.example.org/k2?x=1,2"}));
    const auto& pieces = plan->parts.at(0).runs.at(0).pieces;
    ASSERT_EQ(pieces.size(), 5u);
    AesBlock number = block(3);
    number[14] = 1;
    EXPECT_FALSE(pieces[0].key);
    EXPECT_EQ(pieces[1].key, (PieceKey{0, number})) << "259";
    EXPECT_EQ(pieces[2].key, (PieceKey{1, block(10)}));
    number[15] = 5;
    EXPECT_EQ(pieces[3].key, (PieceKey{0, number}));
    EXPECT_FALSE(pieces[4].key);
}

TEST(HlsText, Protection) {
    const auto with = [](const std::string& keys) {
        return plan_of("#EXTM3U\n" + keys + "#EXTINF:1,\na.ts\n#EXT-X-ENDLIST\n");
    };
    const std::string apple =
        "#EXT-X-KEY:METHOD=SAMPLE-AES,URI=\"skd://x\",KEYFORMAT=\"com.apple.streamingkeydelivery\"\n";
    const std::string plain = "#EXT-X-KEY:METHOD=AES-128,URI=\"k\"\n";
    EXPECT_THAT(with(apple).error().message, HasSubstr("DRM"));
    EXPECT_THAT(with("#EXT-X-KEY:METHOD=SAMPLE-AES,URI=\"k\"\n").error().message, HasSubstr("DRM"));
    EXPECT_THAT(with("#EXT-X-KEY:METHOD=SOMETHING-NEW,URI=\"k\"\n").error().message, HasSubstr("DRM"));
    EXPECT_TRUE(with(plain + apple).has_value()) << "one of two ways is open";
    EXPECT_TRUE(with(apple + "#EXT-X-KEY:METHOD=NONE\n").has_value());
    EXPECT_TRUE(with("").has_value());
}

TEST(HlsText, HeadersAndDiscontinuities) {
    const auto plan = plan_of(
        "#EXTM3U\n#EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI=\"i.mp4\"\n#EXTINF:1,\na.m4s\n#EXT-X-MAP:URI=\"i."
        "mp4\"\n#EXTINF:1,\n"
        "b.m4s\n#EXT-X-DISCONTINUITY\n#EXTINF:1,\nc.m4s\n#EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI=\"j.mp4\"\n#"
        "EXTINF:2,\nd.m4s\n"
        "#EXT-X-ENDLIST\n");
    ASSERT_TRUE(plan.has_value()) << plan.error().detail;
    std::vector<std::string> names;
    for (const Part& part : plan->parts) {
        names.emplace_back("|");
        for (const Piece& piece : part.runs.at(0).pieces)
            names.push_back(piece.url.substr(piece.url.rfind('/') + 1));
    }
    EXPECT_THAT(names, testing::ElementsAre("|", "i.mp4", "a.m4s", "b.m4s", "|", "i.mp4", "c.m4s", "|",
                                            "j.mp4", "d.m4s"));
    EXPECT_DOUBLE_EQ(plan->seconds, 5);
}

TEST(HlsText, ChoosesAVariant) {
    const HlsMaster master = master_of(
        "#EXTM3U\n#EXT-X-INDEPENDENT-SEGMENTS\n"
        "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"hi\",NAME=\"Deutsch\",LANGUAGE=\"de\",URI=\"de.m3u8\"\n"
        "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"hi\",NAME=\"told\",DEFAULT=YES,CHARACTERISTICS=\"public."
        "accessibility."
        "describes-video\",URI=\"told.m3u8\"\n"
        "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"hi\",NAME=\"English\",DEFAULT=YES,URI=\"en.m3u8\"\n"
        "#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=\"s\",NAME=\"English\",URI=\"s.m3u8\"\n"
        "#EXT-X-STREAM-INF:BANDWIDTH=64000,CODECS=\"mp4a.40.2\"\nsound.m3u8\n"
        "#EXT-X-STREAM-INF:BANDWIDTH=500000,RESOLUTION=640x360,CODECS=\"avc1.42c01e, "
        "mp4a.40.2\",AUDIO=\"hi\"\nlow.m3u8\n"
        "#EXT-X-STREAM-INF:BANDWIDTH=2000000,RESOLUTION=1280x720,CODECS=\"avc1.64001f,mp4a.40.2,wvtt\",AUDIO="
        "\"hi\"\n"
        "mid.m3u8\n"
        "#EXT-X-STREAM-INF:BANDWIDTH=3000000,RESOLUTION=1280x720,CODECS=\"dvh1.05.01,mp4a.40.2\"\ndolby."
        "m3u8\n"
        "#EXT-X-STREAM-INF:BANDWIDTH=9000000,RESOLUTION=3840x2160,CODECS=\"hvc1.2.4.L153\",AUDIO="
        "\"lo\"\ntall.m3u8\n"
        "#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=99000000,URI=\"still.m3u8\"\n");
    ASSERT_EQ(master.variants.size(), 5u);
    const std::pair<int, const char*> table[] = {
        {1080, "mid.m3u8"}, {719, "low.m3u8"}, {100, "low.m3u8"}, {2160, "tall.m3u8"}};
    for (const auto& [height, name] : table)
        EXPECT_EQ(choose(master, height).uri, name) << height;
    EXPECT_EQ(choose(master, 720).audio_uri, "en.m3u8");
    EXPECT_EQ(choose(master, 2160).audio_uri, "") << "a group that is not there";
}

TEST(HlsText, AudioThatIsWithTheVideo) {
    const HlsMaster master = master_of(
        "#EXTM3U\n#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"a\",NAME=\"main\",DEFAULT=YES\n"
        "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"a\",NAME=\"other\",URI=\"o.m3u8\"\n"
        "#EXT-X-STREAM-INF:BANDWIDTH=1,AUDIO=\"a\"\nv.m3u8\n");
    EXPECT_EQ(choose(master, 1080).audio_uri, "");
}

TEST(HlsText, AudioApartHasToFit) {
    const std::string one = "#EXTM3U\n#EXTINF:1,\na.ts\n", end = "#EXT-X-ENDLIST\n";
    const HlsMedia video = media_of(one + "#EXT-X-DISCONTINUITY\n#EXTINF:1,\nb.ts\n" + end);
    const HlsMedia good = media_of(one + "#EXT-X-DISCONTINUITY\n#EXTINF:1,\nb.ts\n" + end),
                   bad = media_of(one + end);
    const auto plan = plan_hls(video, here, &good, &here);
    ASSERT_TRUE(plan.has_value());
    ASSERT_EQ(plan->parts.size(), 2u);
    ASSERT_EQ(plan->parts[0].runs.size(), 2u);
    EXPECT_TRUE(plan->parts[0].runs[0].video && !plan->parts[0].runs[0].audio);
    EXPECT_TRUE(!plan->parts[0].runs[1].video && plan->parts[0].runs[1].audio);
    EXPECT_DOUBLE_EQ(plan->seconds, 2);
    EXPECT_TRUE(plan_hls(video, here, &bad, &here).has_error());
    const HlsMedia live = media_of(one);
    EXPECT_THAT(plan_hls(video, here, &live, &here).error().message, HasSubstr("live"));
}

TEST(HlsText, WhatIsNoPlaylist) {
    const std::string end = "\n#EXT-X-ENDLIST\n";
    const std::string table[] = {
        "",
        "\n",
        "hello",
        "EXTM3U\n#EXTINF:1,\na.ts",
        "#EXTM3U",
        "#EXTM3U\n#EXT-X-ENDLIST\n",
        "#EXTM3U\na.ts" + end,  // no length
        "#EXTM3U\n#EXTINF:-1,\na.ts" + end,
        "#EXTM3U\n#EXTINF:1e99,\na.ts" + end,
        "#EXTM3U\n#EXTINF:nan,\na.ts" + end,
        "#EXTM3U\n#EXTINF:inf,\na.ts" + end,
        "#EXTM3U\n#EXTINF:,\na.ts" + end,
        "#EXTM3U\n#EXTINF:86401,\na.ts" + end,
        "#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:99999999999999999999\n#EXTINF:1,\na.ts" + end,
        "#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:9223372036854775807\n#EXTINF:1,\na.ts" + end,
        "#EXTM3U\n#EXTINF:1,\n#EXT-X-BYTERANGE:0@5\na.ts" + end,
        "#EXTM3U\n#EXTINF:1,\n#EXT-X-BYTERANGE:-5@5\na.ts" + end,
        "#EXTM3U\n#EXTINF:1,\n#EXT-X-BYTERANGE:9223372036854775807@9223372036854775807\na.ts" + end,
        "#EXTM3U\n#EXTINF:1,\n#EXT-X-BYTERANGE:x\na.ts" + end,
        "#EXTM3U\n#EXT-X-KEY:METHOD=AES-128\n#EXTINF:1,\na.ts" + end,  // no address
        "#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI=\"k\n#EXTINF:1,\na.ts" + end,
        "#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI=\"k\",IV=0x1\n#EXTINF:1,\na.ts" + end,
        "#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI=\"k\",IV=0xzz000000000000000000000000000000\n#EXTINF:1,\na."
        "ts" +
            end,
        "#EXTM3U\n#EXT-X-KEY:\n#EXTINF:1,\na.ts" + end,
        "#EXTM3U\n#EXT-X-MAP:BYTERANGE=\"5@0\"\n#EXTINF:1,\na.ts" + end,
        "#EXTM3U\n#EXT-X-DEFINE:NAME=\"x\",VALUE=\"y\"\n#EXTINF:1,\n{$x}.ts" + end,
        "#EXTM3U\n#EXT-X-SKIP:SKIPPED-SEGMENTS=3\n#EXTINF:1,\na.ts" + end,
        "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nv.m3u8\n#EXTINF:1,\na.ts" + end,  // both
        "#EXTM3U\n#EXTINF:1,\n" + std::string(20'000, 'a') + end,
    };
    for (const std::string& text : table) {
        const auto playlist = parse_hls(text);
        ASSERT_TRUE(playlist.has_error()) << text.substr(0, 200);
        EXPECT_EQ(playlist.error().kind, FailureKind::permanent);
        EXPECT_THAT(playlist.error().message, HasSubstr("damaged")) << text.substr(0, 200);
    }
}

TEST(HlsText, LimitsOfWhatIsAsked) {
    std::string segments = "#EXTM3U\n", variants = "#EXTM3U\n";
    for (int i = 0; i < 1'000'000; ++i)
        segments += "#EXTINF:1,\na\n";
    for (int i = 0; i < 2'000; ++i)
        variants += "#EXT-X-STREAM-INF:BANDWIDTH=1\na\n";
    std::string keys = "#EXTM3U\n", breaks = "#EXTM3U\n";
    for (int i = 0; i < 20'000; ++i) {
        keys += "#EXT-X-KEY:METHOD=AES-128,URI=\"k" + std::to_string(i) + "\"\n#EXTINF:1,\na\n";
        breaks += "#EXT-X-DISCONTINUITY\n#EXTINF:1,\na\n";
    }
    const std::string long_text = "#EXTM3U\n" + std::string(PlaylistLimits::text_bytes, '\n');
    for (const std::string& text : {segments, variants, long_text})
        EXPECT_THAT(parse_hls(text).error().message, HasSubstr("more than any lecture"));
    for (const std::string& text : {keys, breaks})
        EXPECT_THAT(plan_of(text + "#EXT-X-ENDLIST\n").error().message, HasSubstr("more than any lecture"));
}

TEST(HlsText, LimitsOfAllAddresses) {
    std::string text = "#EXTM3U\n#EXT-X-PLAYLIST-TYPE:VOD\n";
    for (int i = 0; i < 5'000; ++i)
        text += "#EXTINF:1,\na\n";
    const HlsMedia half = media_of(text);
    const Url folder = *Url::parse("https://media.example.org/" + std::string(8'000, 'a') + "/list.m3u8");
    EXPECT_TRUE(plan_hls(half, folder, nullptr, nullptr).has_value());
    EXPECT_THAT(plan_hls(half, folder, &half, &folder).error().detail, HasSubstr("long addresses"))
        << "audio and video share the limits";

    std::stop_source source;
    source.request_stop();
    EXPECT_EQ(plan_hls(half, folder, nullptr, nullptr, source.get_token()).error().kind,
              FailureKind::cancelled);
}

TEST(HlsText, AddressesAreResolved) {
    const std::pair<const char*, const char*> table[] = {
        {"c.ts", "https://media.example.org/a/b/c.ts"},
        {"../c.ts?x=1#t", "https://media.example.org/a/c.ts?x=1"},
        {"/c d.ts", "https://media.example.org/c%20d.ts"},
        {"//other.example.org/c.ts", "https://other.example.org/c.ts"},
        {"https://other.example.org:8443/c.ts", "https://other.example.org:8443/c.ts"},
        {"../../../../c.ts", "https://media.example.org/c.ts"},
    };
    for (const auto& [reference, address] : table)
        EXPECT_EQ(resolve_piece(here, reference).value(), address);
    for (const char* reference :
         {"", "file:///etc/passwd", "ftp://x/y", "https://a:b@c/", "https:///", "data:,x"})
        EXPECT_TRUE(resolve_piece(here, reference).has_error()) << reference;
}

TEST(HlsText, TokensDoNotMakeAnotherStream) {
    const auto name = [](const std::string& uri) {
        return fingerprint(plan_of("#EXTM3U\n#EXTINF:1,\n" + uri + "\n#EXT-X-ENDLIST\n").value());
    };
    EXPECT_EQ(name("a.ts?token=1"), name("https://media2.example.org/a/b/a.ts?token=2"));
    EXPECT_NE(name("a.ts"), name("b.ts"));
    EXPECT_NE(name("a.ts"), name("a.ts\n#EXTINF:1,\na.ts"));
    EXPECT_NE(name("a.ts"), name("#EXT-X-BYTERANGE:5@5\na.ts"));
}

}  // namespace
}  // namespace lectern::media
