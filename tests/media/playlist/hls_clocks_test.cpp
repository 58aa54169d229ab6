// Clocks of transport streams: 33 bits at 90 kHz, so that they begin anew after 26.5 hours, wherever that
// falls.
#include "tests/media/support/fetching/stream_fixture.hpp"

#include <gmock/gmock.h>

namespace lectern::media {
namespace {

using testing::HasSubstr;

constexpr double wrap = 8589934592.0 / 90'000;  // seconds
// What ffmpeg adds to all times of a transport stream.
constexpr double muxer_delay = 1.4;

class HlsClocks : public StreamFixture {
protected:
    // Options that make the earliest stream begin so many seconds before the clock begins anew.
    static std::string begin_before_wrap(double seconds) {
        return "-output_ts_offset " + std::to_string(wrap - muxer_delay - seconds) + " ";
    }
    // Video and audio in playlists of their own, a.m3u8 names both.
    void make_audio_apart(const std::string& more) const {
        ffmpeg("-i SOURCE -map 0:v -map 0:a -c copy " + more +
               "-f hls -hls_time 1 -hls_list_size 0 -hls_playlist_type vod -master_pl_name a.m3u8 "
               "-var_stream_map \"a:0,agroup:x,default:yes v:0,agroup:x\" -hls_segment_filename %v_%d.ts "
               "%v.m3u8");
    }
    // Plain ADTS in pieces of about two seconds, each behind a tag that says when it begins.
    std::string audio_without_container(double start) const {
        ffmpeg("-i SOURCE -map 0:a -c copy -f segment -segment_time 2 -segment_format adts p%d.aac");
        std::string playlist = "#EXTM3U\n#EXT-X-TARGETDURATION:3\n";
        for (int i = 0; i < 4; ++i) {
            const std::string name = "p" + std::to_string(i) + ".aac";
            write(name, tag(start + 2 * i) + read(name));
            playlist += "#EXTINF:2,\n" + name + "\n";
        }
        return playlist + "#EXT-X-ENDLIST\n";
    }
    static std::string tag(double seconds) {
        const auto ticks = static_cast<std::uint64_t>(seconds * 90'000) & 0x1FFFFFFFFU;
        const std::string owner("com.apple.streaming.transportStreamTimestamp\0", 45);
        std::string clock;
        for (int shift = 56; shift >= 0; shift -= 8)
            clock += static_cast<char>(ticks >> shift & 0xff);
        const std::string frame = "PRIV" + std::string("\0\0\0\x35\0\0", 6) + owner + clock;
        return "ID3" + std::string("\4\0\0\0\0\0", 6) + static_cast<char>(frame.size()) + frame;
    }
};

TEST_F(HlsClocks, TheClockBeginsAnew) {
    for (const double before : {0.02, 0.05, 0.3, 0.9, 1.5, 4.0, 7.9}) {
        SCOPED_TRACE(before);
        make_hls(begin_before_wrap(before));
        expect_stream("a.m3u8");
    }
}

TEST_F(HlsClocks, TheClockBeginsAnewBetweenVideoAndAudio) {
    for (const double before : {0.01, 0.04, 0.5, 5.0}) {
        SCOPED_TRACE(before);
        make_audio_apart(begin_before_wrap(before));
        expect_stream("a.m3u8");
    }
}

TEST_F(HlsClocks, AMinuteBeforeItBeginsAnewVideoAndAudioStayTogether) {
    // libavformat reads what begins in the last minute of a clock otherwise than what begins before it.
    make_audio_apart(begin_before_wrap(60.04));
    expect_stream("a.m3u8");
}

TEST_F(HlsClocks, AudioWithoutAContainerNearTheEndOfTheClock) {
    for (const double before : {0.01, 0.5, 5.0, 30.0}) {
        SCOPED_TRACE(before);
        ffmpeg(
            "-i SOURCE -map 0:v -c copy " + begin_before_wrap(before) +
            "-f hls -hls_time 2 -hls_list_size 0 -hls_playlist_type vod -hls_segment_filename v%d.ts v.m3u8");
        write("s.m3u8", audio_without_container(wrap - before));
        write("a.m3u8",
              "#EXTM3U\n#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"x\",NAME=\"x\",DEFAULT=YES,URI=\"s.m3u8\"\n"
              "#EXT-X-STREAM-INF:BANDWIDTH=1000,AUDIO=\"x\"\nv.m3u8\n");
        expect_stream("a.m3u8");
    }
}

TEST_F(HlsClocks, AudioApartWithDiscontinuities) {
    // Two halves, each with a clock of its own, the second one over its end.
    for (const auto& [name, cut, offset] :
         {std::tuple("b", "-t 4", 100.0), std::tuple("c", "-ss 4", wrap - muxer_delay - 2)}) {
        ffmpeg(
            std::string(cut) +
            " -i SOURCE -map 0:v -map 0:a -c:v libx264 -preset ultrafast -g 25 -c:a aac -output_ts_offset " +
            std::to_string(offset) +
            " -f hls -hls_time 1 -hls_list_size 0 -var_stream_map \"a:0 v:0\" -hls_segment_filename " + name +
            "%v_%d.ts " + name + "%v.m3u8");
    }
    for (const char* kind : {"0", "1"}) {
        const std::string second = read(std::string("c") + kind + ".m3u8");
        write(std::string(kind) + ".m3u8",
              changed(read(std::string("b") + kind + ".m3u8"), "#EXT-X-ENDLIST\n", "#EXT-X-DISCONTINUITY\n") +
                  second.substr(second.find("#EXTINF")));
    }
    write("a.m3u8",
          "#EXTM3U\n#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"x\",NAME=\"x\",DEFAULT=YES,URI=\"0.m3u8\"\n"
          "#EXT-X-STREAM-INF:BANDWIDTH=1000,AUDIO=\"x\"\n1.m3u8\n");
    expect_stream("a.m3u8");
}

TEST_F(HlsClocks, AudioAlone) {
    ffmpeg(
        "-i SOURCE -map 0:a -c copy -f hls -hls_time 2 -hls_list_size 0 -hls_segment_filename o%d.ts o.m3u8");
    ffmpeg(
        "-i SOURCE -map 0:a -c copy -f hls -hls_time 2 -hls_list_size 0 -hls_segment_type fmp4 "
        "-hls_segment_filename f%d.m4s f.m3u8");
    write("p.m3u8", audio_without_container(10));
    for (const char* name : {"o.m3u8", "f.m3u8", "p.m3u8"}) {
        SCOPED_TRACE(name);
        const auto fetched = fetch_from(link(name));
        ASSERT_TRUE(fetched.has_value()) << fetched.error().message << fetched.error().detail;
        const Probed result = probed(), wanted = probed(source_);
        EXPECT_EQ(result.frames, 0);
        EXPECT_EQ(result.complaints, 0);
        EXPECT_NEAR(result.audio_packets, wanted.audio_packets, 2);
        EXPECT_NEAR(result.seconds, 8, 0.1);
    }
}

}  // namespace
}  // namespace lectern::media
