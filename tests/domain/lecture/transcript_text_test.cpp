#include "domain/lecture/transcript.hpp"

#include <cmath>

#include <gtest/gtest.h>

namespace lectern {
namespace {

Transcript with(std::vector<TranscriptSegment> segments) {
    Transcript transcript;
    transcript.segments = std::move(segments);
    return transcript;
}

TEST(Transcript, WebvttHasHeaderTimesAndEscapedText) {
    EXPECT_EQ(to_webvtt(with({{0, 1.5, "If a < b & b > c"}, {3661.0004, 3662.9996, "Xin chào"}})),
              "WEBVTT\n\n00:00:00.000 --> 00:00:01.500\nIf a &lt; b &amp; b &gt; c\n"
              "\n01:01:01.000 --> 01:01:03.000\nXin chào\n");
}

TEST(Transcript, SubripIsNumberedFromOne) {
    EXPECT_EQ(to_subrip(with({{0.25, 1.5, "One"}, {2, 3, "a < b"}})),
              "1\n00:00:00,250 --> 00:00:01,500\nOne\n\n2\n00:00:02,000 --> 00:00:03,000\na < b\n");
}

TEST(Transcript, OfNothingIsStillAFile) {
    EXPECT_EQ(to_webvtt({}), "WEBVTT\n");
    EXPECT_EQ(to_subrip({}), "");
}

TEST(Transcript, TextCannotBreakOutOfItsCue) {
    const Transcript hostile = with({{1, 2, "a\n\n00:00:09.000 --> 00:00:10.000\nb"}});
    EXPECT_EQ(to_webvtt(hostile),
              "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\na  00:00:09.000 --&gt; 00:00:10.000 b\n");
    EXPECT_EQ(to_subrip(hostile), "1\n00:00:01,000 --> 00:00:02,000\na  00:00:09.000 -> 00:00:10.000 b\n");
    EXPECT_EQ(to_subrip(with({{1, 2, "a ----> b"}})), "1\n00:00:01,000 --> 00:00:02,000\na -> b\n");
}

TEST(Transcript, OddTimesStayReadable) {
    EXPECT_EQ(to_subrip(with({{5, 5, "x"}})), "1\n00:00:05,000 --> 00:00:05,500\nx\n");
    EXPECT_EQ(to_subrip(with({{-3, NAN, "x"}})), "1\n00:00:00,000 --> 00:00:00,500\nx\n");
    EXPECT_EQ(to_subrip(with({{360'000, 360'001, "x"}})), "1\n100:00:00,000 --> 100:00:01,000\nx\n");
    EXPECT_EQ(to_subrip(with({{1e300, INFINITY, "x"}})), "1\n999:59:59,800 --> 1000:00:00,000\nx\n");
}

}  // namespace
}  // namespace lectern
