#include "tests/media/support/fetching/stream_fixture.hpp"

#include <gmock/gmock.h>

namespace lectern::media {
namespace {

using testing::HasSubstr;

class DashStreams : public StreamFixture {
protected:
    void make(const std::string& more = {}, const std::string& name = "a.mpd") const {
        ffmpeg("-i SOURCE -c copy -f dash -seg_duration 1 " + more + " " + name);
    }
};

TEST_F(DashStreams, TemplatesByNumber) {
    make();
    ASSERT_THAT(read("a.mpd"), HasSubstr("$Number%05d$"));
    ASSERT_THAT(read("a.mpd"), HasSubstr("SegmentTimeline"));
    EXPECT_EQ(expect_stream("a.mpd").suggested_name, "a.mp4");
    EXPECT_EQ(asked("chunk-stream0-00001.m4s"), 1u);
}

TEST_F(DashStreams, TemplatesByNumberAndLength) {
    make("-use_timeline 0");
    ASSERT_THAT(read("a.mpd"), testing::Not(HasSubstr("SegmentTimeline")));
    expect_stream("a.mpd");
    // The last one may turn out not to be: lengths are rounded.
    write("a.mpd", changed(read("a.mpd"), "mediaPresentationDuration=\"PT8.0S\"",
                           "mediaPresentationDuration=\"PT8.2S\""));
    expect_stream("a.mpd");
}

TEST_F(DashStreams, TemplatesByTime) {
    make("-media_seg_name 'c-$RepresentationID$-$Time%08d$.m4s'");
    ASSERT_THAT(read("a.mpd"), HasSubstr("$Time%08d$"));
    // ffmpeg gives the first piece of audio the time at which decoders begin, but lists when it is heard.
    write("c-1-00000000.m4s", read("c-1--0001024.m4s"));
    expect_stream("a.mpd");
}

TEST_F(DashStreams, ListsOfSegments) {
    make("-use_template 0 -use_timeline 0");
    ASSERT_THAT(read("a.mpd"), HasSubstr("SegmentURL media="));
    expect_stream("a.mpd");
}

TEST_F(DashStreams, ListsOfRanges) {
    make("-single_file 1");
    ASSERT_THAT(read("a.mpd"), HasSubstr("mediaRange"));
    expect_stream("a.mpd");
}

TEST_F(DashStreams, OneFileEach) {
    make("-single_file 1 -single_file_name '$RepresentationID$.mp4'", "pieces.mpd");
    const auto mpd = [](const std::string& base) {
        return "<?xml version=\"1.0\"?><x:MPD xmlns:x=\"urn:mpeg:dash:schema:mpd:2011\" type=\"static\" "
               "mediaPresentationDuration=\"PT8S\"><x:Period><x:AdaptationSet mimeType=\"video/mp4\">"
               "<x:Representation id=\"v\" bandwidth=\"1\"><x:BaseURL>0.mp4</x:BaseURL>" +
               base +
               "</x:Representation></x:AdaptationSet><x:AdaptationSet "
               "mimeType=\"audio/mp4\"><x:Representation "
               "id=\"a\" bandwidth=\"1\"><x:BaseURL>1.mp4</x:BaseURL>" +
               base + "</x:Representation></x:AdaptationSet></x:Period></x:MPD>";
    };
    write("a.mpd",
          mpd("<x:SegmentBase indexRange=\"800-1000\"><x:Initialization range=\"0-799\"/></x:SegmentBase>"));
    expect_stream("a.mpd");
    EXPECT_EQ(asked("0.mp4"), 1u);
    write("b.mpd", mpd(""));
    expect_stream("b.mpd");

    // A long file goes on where it broke, within a fetch and after it.
    options.checkpoint_bytes = 1;
    options.tries = 1;
    drive_server->spoil(path_of("0.mp4"), "cut,busy");
    expect_no_stream("a.mpd", FailureKind::host_refuses);
    target.checkpoint = checkpoints.back();
    expect_stream("a.mpd");
    const auto log = drive_server->log(path_of("0.mp4"));
    for (std::size_t i = log.size() - 2; i < log.size(); ++i)
        EXPECT_THAT(std::string(log[i].at("range").as_string()), testing::MatchesRegex("bytes=[1-9][0-9]+-"));
}

TEST_F(DashStreams, WebM) {
    ffmpeg(
        "-i SOURCE -c:v libvpx-vp9 -deadline realtime -cpu-used 8 -g 25 -b:v 200k -c:a libopus -f dash "
        "-seg_duration 1 "
        "-dash_segment_type webm a.mpd");
    ASSERT_THAT(read("a.mpd"), HasSubstr("video/webm"));
    const auto fetched = fetch_from(link("a.mpd"));
    ASSERT_TRUE(fetched.has_value()) << fetched.error().message << fetched.error().detail;
    EXPECT_EQ(probed().frames, 200);
    EXPECT_NEAR(probed().seconds, 8, 0.1);
}

TEST_F(DashStreams, TheBestVideoThatIsNotTooTall) {
    ffmpeg(
        "-i SOURCE -filter_complex \"[0:v]split[a][b];[b]scale=96:54[c]\" -map [c] -map [a] -map 0:a -c:v "
        "libx264 "
        "-preset ultrafast -g 25 -c:a aac -b:v:0 80k -b:v:1 300k -f dash -seg_duration 2 "
        "-adaptation_sets \"id=0,streams=v id=1,streams=a\" a.mpd");
    expect_stream("a.mpd");
    EXPECT_EQ(probed().height, 108);
    EXPECT_EQ(asked("init-stream0.m4s"), 0u);
    options.playlist_height = 60;
    expect_stream("a.mpd");
    EXPECT_EQ(probed().height, 54);
}

TEST_F(DashStreams, SeveralPeriods) {
    // Two halves of the recording, each by an encoder of its own.
    ffmpeg(
        "-t 4 -i SOURCE -c:v libx264 -preset ultrafast -g 25 -c:a aac -f dash -seg_duration 1 "
        "-init_seg_name 'p-$RepresentationID$.mp4' -media_seg_name 'p-$RepresentationID$-$Number$.m4s' "
        "p.mpd");
    ffmpeg(
        "-ss 4 -i SOURCE -c:v libx264 -preset medium -g 25 -c:a aac -f dash -seg_duration 1 "
        "-init_seg_name 'q-$RepresentationID$.mp4' -media_seg_name 'q-$RepresentationID$-$Number$.m4s' "
        "q.mpd");
    const std::string first = read("p.mpd"), second = read("q.mpd");
    const auto period = [](const std::string& text) {
        const auto begin = text.find("<Period"), end = text.find("</Period>") + 9;
        return text.substr(begin, end - begin);
    };
    write("a.mpd", "<MPD type=\"static\" mediaPresentationDuration=\"PT8S\">" +
                       changed(period(first), "<Period", "<Period duration=\"PT4S\"") +
                       changed(period(second), "start=\"PT0.0S\"", "start=\"PT4S\"") + "</MPD>");
    expect_stream("a.mpd");
}

TEST_F(DashStreams, WhatCannotBeTaken) {
    make();
    const std::string text = read("a.mpd");
    write("a.mpd", changed(text, "type=\"static\"", "type=\"dynamic\""));
    EXPECT_THAT(expect_no_stream("a.mpd").message, HasSubstr("live"));
    write("a.mpd",
          changed(text, "<SegmentTemplate", "<ContentProtection schemeIdUri=\"x\"/><SegmentTemplate"));
    EXPECT_THAT(expect_no_stream("a.mpd").message, HasSubstr("DRM"));
    write("a.mpd", changed(text, "<Period", "<BaseURL>https://elsewhere.example/</BaseURL><Period"));
    EXPECT_THAT(expect_no_stream("a.mpd").message,
                HasSubstr("elsewhere.example, which this server does not visit"));
    write("a.mpd", changed(text, "<MPD", "<!DOCTYPE MPD [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><MPD"));
    EXPECT_THAT(expect_no_stream("a.mpd").message, HasSubstr("damaged"));
    EXPECT_EQ(asked("init-stream0.m4s"), 0u);
    drive_server->spoil(path_of("chunk-stream0-00003.m4s"), "missing");
    write("a.mpd", text);
    EXPECT_THAT(expect_no_stream("a.mpd").message, HasSubstr("part 4 of"));
}

TEST_F(DashStreams, ACutFragmentIsSeen) {
    make();
    options.tries = 1;
    drive_server->spoil(path_of("chunk-stream0-00003.m4s"), "short,short,short");
    EXPECT_THAT(expect_no_stream("a.mpd").message, HasSubstr("cut off"));
}

}  // namespace
}  // namespace lectern::media
