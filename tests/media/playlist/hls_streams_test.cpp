#include "tests/media/support/fetching/stream_fixture.hpp"

#include <set>

#include <gmock/gmock.h>

namespace lectern::media {
namespace {

using testing::HasSubstr;

class HlsStreams : public StreamFixture {};

TEST_F(HlsStreams, TransportStreams) {
    make_hls();
    const auto fetched = expect_stream("a.m3u8");
    EXPECT_EQ(fetched.suggested_name, "a.mp4");
    std::set<std::int64_t> connections;
    for (int i = 0; i < 8; ++i) {
        const auto log = drive_server->log(path_of("s" + std::to_string(i) + ".ts"));
        ASSERT_EQ(log.size(), 1u);
        connections.insert(log[0].at("peer").as_int64());
    }
    EXPECT_EQ(connections.size(), 1u) << "pieces come over one connection";
}

TEST_F(HlsStreams, FragmentsBehindAHeader) {
    make_hls("-hls_segment_type fmp4 -hls_segment_filename s%d.m4s");
    expect_stream("a.m3u8");
    EXPECT_EQ(asked("init.mp4"), 1u);
}

TEST_F(HlsStreams, RangesOfOneFile) {
    make_hls("-hls_flags single_file -hls_segment_filename all.ts");
    expect_stream("a.m3u8");
    EXPECT_EQ(asked("all.ts"), 8u);
    make_hls("-hls_segment_type fmp4 -hls_flags single_file -hls_segment_filename all.mp4", "b.m3u8");
    expect_stream("b.m3u8");
}

TEST_F(HlsStreams, AServerWithoutRanges) {
    make_hls("-hls_flags single_file -hls_segment_filename all.ts");
    drive_server->spoil(path_of("all.ts"), "norange");
    EXPECT_THAT(expect_no_stream("a.m3u8").message, HasSubstr("parts of its files"));
}

TEST_F(HlsStreams, EncryptedPieces) {
    write("k.key", "0123456789abcdef");
    write("k.info", "k.key\nk.key\n0f0e0d0c0b0a09080706050403020100\n");
    make_hls("-hls_key_info_file k.info");
    ASSERT_THAT(read("a.m3u8"), HasSubstr("IV=0x0f0e"));
    expect_stream("a.m3u8");
    EXPECT_EQ(asked("k.key"), 1u);

    // Without one, the number of the piece is the vector.
    write("k.info", "k.key\nk.key\n");
    make_hls(
        "-hls_key_info_file k.info -hls_flags periodic_rekey -start_number 300 -hls_segment_filename t%d.ts",
        "b.m3u8");
    std::string text = read("b.m3u8");
    for (std::size_t at; (at = text.find(",IV=0x")) != text.npos;)
        text.erase(at, 38);
    ASSERT_THAT(text, HasSubstr("URI=\"k.key\"\n"));
    write("b.m3u8", text);
    expect_stream("b.m3u8");
}

TEST_F(HlsStreams, KeysThatAreNone) {
    write("k.key", "0123456789abcdef");
    write("k.info", "k.key\nk.key\n");
    make_hls("-hls_key_info_file k.info");
    write("k.key", "another key here");
    EXPECT_THAT(expect_no_stream("a.m3u8").message, HasSubstr("decrypted"));
    write("k.key", "<html>Please sign in</html>");
    EXPECT_THAT(expect_no_stream("a.m3u8").message, HasSubstr("key"));
    drive_server->spoil(path_of("k.key"), "denied");
    EXPECT_THAT(expect_no_stream("a.m3u8").message, HasSubstr("sign-in"));
}

TEST_F(HlsStreams, TheBestVariantThatIsNotTooTall) {
    ffmpeg(
        "-i SOURCE -filter_complex \"[0:v]split[a][b];[b]scale=96:54[c]\" -map [a] -map 0:a -map [c] -map "
        "0:a "
        "-c:v libx264 -preset ultrafast -g 25 -c:a aac -b:v:0 300k -b:v:1 80k -f hls -hls_time 2 "
        "-hls_list_size 0 "
        "-hls_playlist_type vod -master_pl_name a.m3u8 -var_stream_map \"v:0,a:0 v:1,a:1\" "
        "-hls_segment_filename v%v_%d.ts v%v.m3u8");
    expect_stream("a.m3u8");
    EXPECT_EQ(probed().height, 108);
    EXPECT_EQ(asked("v1.m3u8"), 0u);
    options.playlist_height = 64;
    expect_stream("a.m3u8");
    EXPECT_EQ(probed().height, 54);
    options.playlist_height = 20;
    expect_stream("a.m3u8");
    EXPECT_EQ(probed().height, 54) << "the least tall, when all are taller";
}

TEST_F(HlsStreams, AudioApart) {
    for (const std::string type : {"mpegts", "fmp4"}) {
        ffmpeg(
            "-i SOURCE -map 0:v -map 0:a -c copy -f hls -hls_time 1 -hls_list_size 0 -hls_playlist_type vod "
            "-hls_segment_type " +
            type +
            " -master_pl_name a.m3u8 -var_stream_map \"a:0,agroup:x,default:yes v:0,agroup:x\" "
            "-hls_segment_filename " +
            type + "%v_%d.seg " + type + "%v.m3u8");
        expect_stream("a.m3u8");
    }
}

TEST_F(HlsStreams, AudioWithoutAContainer) {
    // The pieces of the audio are plain ADTS; a tag before each says when it begins.
    ffmpeg(
        "-i SOURCE -map 0:v -c copy -f hls -hls_time 2 -hls_list_size 0 -hls_playlist_type vod "
        "-hls_segment_filename v%d.ts v.m3u8");
    ffmpeg("-i SOURCE -map 0:a -c copy -f adts s.aac");
    const std::string owner("com.apple.streaming.transportStreamTimestamp\0", 45);
    const auto begins =
        std::uint64_t{(140 + 8) * 900};  // ffmpeg's pieces begin at 1.4 s, frames wait for 0.08 s
    std::string clock;
    for (int shift = 56; shift >= 0; shift -= 8)
        clock += static_cast<char>(begins >> shift & 0xff);
    const std::string frame = "PRIV" + std::string("\0\0\0\x35\0\0", 6) + owner + clock;
    write("s.aac",
          "ID3" + std::string("\4\0\0\0\0\0", 6) + static_cast<char>(frame.size()) + frame + read("s.aac"));
    write("s.m3u8", "#EXTM3U\n#EXT-X-TARGETDURATION:8\n#EXTINF:8,\ns.aac\n#EXT-X-ENDLIST\n");
    write("a.m3u8",
          "#EXTM3U\n#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"x\",NAME=\"x\",DEFAULT=YES,URI=\"s.m3u8\"\n"
          "#EXT-X-STREAM-INF:BANDWIDTH=1000,AUDIO=\"x\"\nv.m3u8\n");
    expect_stream("a.m3u8");
}

TEST_F(HlsStreams, DiscontinuitiesAndOtherHeaders) {
    // Two halves of the recording, each by an encoder of its own and with a clock of its own.
    for (const std::string type : {"mpegts", "fmp4"}) {
        const std::string hls =
            " -f hls -hls_time 1 -hls_list_size 0 -hls_segment_type " + type + " -hls_segment_filename ";
        ffmpeg("-t 4 -i SOURCE -c:v libx264 -preset ultrafast -g 25 -c:a aac -hls_fmp4_init_filename i.mp4" +
               hls + "b%d.seg b.m3u8");
        ffmpeg(
            "-ss 4 -i SOURCE -vf scale=96:54 -c:v libx264 -profile:v high -preset medium -g 25 -c:a aac "
            "-hls_fmp4_init_filename j.mp4 -output_ts_offset 5000" +
            hls + "c%d.seg c.m3u8");
        std::string first = read("b.m3u8"), second = read("c.m3u8");
        first.resize(first.find("#EXT-X-ENDLIST"));
        second = second.substr(second.find(type == "fmp4" ? "#EXT-X-MAP" : "#EXTINF"));
        write("a.m3u8", first + "#EXT-X-DISCONTINUITY\n" + second);
        expect_stream("a.m3u8");
    }
}

TEST_F(HlsStreams, LeapsOfTheClockThatNobodyTells) {
    make_hls();
    ffmpeg(
        "-i SOURCE -c copy -output_ts_offset 300 -f hls -hls_time 1 -hls_list_size 0 -hls_segment_filename "
        "l%d.ts b.m3u8");
    std::string text = read("a.m3u8");
    for (const char* name : {"s4", "s5", "s6", "s7"})
        text = changed(text, name, std::string("l") + name[1]);
    write("a.m3u8", text);
    expect_stream("a.m3u8");
}

TEST_F(HlsStreams, WhatMayNotBeCopied) {
    make_hls();
    const std::string text = read("a.m3u8");
    const std::string first = "#EXTINF";
    write("a.m3u8", changed(text, first, "#EXT-X-KEY:METHOD=SAMPLE-AES,URI=\"k.key\"\n" + first));
    EXPECT_THAT(expect_no_stream("a.m3u8").message, HasSubstr("DRM"));
    write("a.m3u8",
          changed(text, first,
                  "#EXT-X-KEY:METHOD=AES-128,URI=\"skd://x\",KEYFORMAT=\"com.apple.streamingkeydelivery\"\n" +
                      first));
    EXPECT_THAT(expect_no_stream("a.m3u8").message, HasSubstr("DRM"));
    EXPECT_EQ(asked("s0.ts"), 0u);

    // Nothing but the pieces says so.
    for (const std::string fragments : {"", "-movflags +frag_keyframe+empty_moov+default_base_moof "}) {
        ffmpeg(
            "-i SOURCE -c copy -encryption_scheme cenc-aes-ctr -encryption_key "
            "00112233445566778899aabbccddeeff "
            "-encryption_kid 00112233445566778899aabbccddeeff " +
            fragments + "p.mp4");
        write("a.m3u8", "#EXTM3U\n#EXTINF:8,\np.mp4\n#EXT-X-ENDLIST\n");
        EXPECT_THAT(expect_no_stream("a.m3u8").message, HasSubstr("DRM"));
    }
}

TEST_F(HlsStreams, LiveStreams) {
    make_hls();
    write("a.m3u8",
          changed(changed(read("a.m3u8"), "#EXT-X-ENDLIST\n", ""), "#EXT-X-PLAYLIST-TYPE:VOD\n", ""));
    EXPECT_THAT(expect_no_stream("a.m3u8").message, HasSubstr("live"));
    EXPECT_EQ(asked("s0.ts"), 0u);
}

TEST_F(HlsStreams, PiecesThatTheServerNeverHad) {
    make_hls();
    write("a.m3u8", changed(read("a.m3u8"), "s7.ts", "s7.ts\n#EXTINF:1,\n#EXT-X-GAP\nnever.ts"));
    expect_stream("a.m3u8");
    EXPECT_EQ(asked("never.ts"), 0u);
}

TEST_F(HlsStreams, PlaylistsUnderOtherNames) {
    make_hls();
    write("list.txt", read("a.m3u8"));
    expect_stream("list.txt");
    write("list", "\xef\xbb\xbf" + read("a.m3u8"));
    expect_stream("list");

    // What calls itself a recording is none of them.
    write("list.mp4", read("a.m3u8"));
    const auto fetched = fetch_from(link("list.mp4"));
    ASSERT_TRUE(fetched.has_value());
    EXPECT_EQ(content(), read("a.m3u8"));
    write("b.m3u8", "no playlist");
    expect_no_stream("b.m3u8");
}

TEST_F(HlsStreams, NamesThatAreNoText) {
    make_hls();
    write("B\xef\xbf\xbdi\x01.m3u8", read("a.m3u8"));  // as the server reads it
    EXPECT_EQ(expect_stream("B%E0i%01.m3u8").suggested_name, "B\xc3\xa0i.mp4");
    boost::system::error_code error;
    boost::json::parse(checkpoints.back(), error);
    EXPECT_FALSE(error) << "a later attempt reads it";
}

TEST_F(HlsStreams, NamesWithSpaces) {
    make_hls("-hls_segment_filename \"part %d of 8.ts\"");
    expect_stream("a.m3u8");
}

}  // namespace
}  // namespace lectern::media
