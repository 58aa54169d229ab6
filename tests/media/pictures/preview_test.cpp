#include "media/pictures/preview.hpp"

#include "domain/lecture/sprites.hpp"
#include "media/av/error.hpp"
#include "media/av/handles.hpp"
#include "tests/media/support/ffmpeg.hpp"
#include "tests/media/support/make_clip.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <string>

#include <gtest/gtest.h>

namespace lectern::media {
namespace {

using test::ffmpeg;
using test::make_clip;

struct Made {
    PreviewParts parts;
    std::string bytes;

    std::string part(std::string_view name) const {
        const PreviewPart* found = parts.find(name);
        if (!found) return "";
        return bytes.substr(static_cast<std::size_t>(found->offset), static_cast<std::size_t>(found->bytes));
    }
};

Outcome<PreviewParts> try_to_make(int fd, Made& made, const WorkControl& control = {},
                                  double longest = 3600) {
    PreviewRequest request;
    request.recording = fd;
    request.longest = longest;
    request.write = [&](std::string_view bytes) { made.bytes += bytes; };
    return make_preview(request, {}, control);
}

Made preview_of(int fd) {
    Made made;
    const auto parts = try_to_make(fd, made);
    EXPECT_TRUE(parts) << parts.error().message << " " << parts.error().detail;
    if (parts) made.parts = *parts;
    return made;
}

Frame decode_jpeg(const std::string& jpeg) {
    const CodecContext decoder(avcodec_alloc_context3(avcodec_find_decoder(AV_CODEC_ID_MJPEG)));
    check(avcodec_open2(decoder.get(), nullptr, nullptr), "open");
    const Packet packet = make_packet();
    check(av_new_packet(packet.get(), static_cast<int>(jpeg.size())), "packet");
    std::memcpy(packet->data, jpeg.data(), jpeg.size());
    check(avcodec_send_packet(decoder.get(), packet.get()), "decode");
    Frame frame = make_frame();
    check(avcodec_receive_frame(decoder.get(), frame.get()), "decode");
    return frame;
}

// The mean luma of a part of a picture.
double brightness(const AVFrame& frame, int x, int y, int width, int height) {
    double sum = 0;
    for (int row = y; row < y + height; ++row)
        for (int column = x; column < x + width; ++column)
            sum += frame.data[0][std::ptrdiff_t{row} * frame.linesize[0] + column];
    return sum / width / height;
}

double brightness_of_cell(const AVFrame& sheet, int cell) {
    const SpritePlace place = sprite_place(cell);
    return brightness(sheet, place.x + 60, place.y + 30, 40, 30);
}

std::uint32_t number_at(const std::string& file, std::size_t at) {
    std::uint32_t number = 0;
    std::memcpy(&number, file.data() + at, sizeof number);
    return number;
}

// Black for ten seconds, then grey that gets brighter every ten seconds. Keyframes every `gop` frames of 5 a
// second.
UniqueFd steps(int gop, const std::string& size = "320x180") {
    return ffmpeg("-f lavfi -i color=black:s=" + size +
                      ":r=5:d=35 -f lavfi -i sine=d=35 -vf "
                      "geq=lum='floor(T/10)*60+16':cb=128:cr=128 -c:v libx264 -g " +
                      std::to_string(gop) + " -keyint_min " + std::to_string(gop) +
                      " -sc_threshold 0 -c:a aac",
                  "matroska");
}

TEST(PreviewOfARecording, HasAPictureOfEachTenSeconds) {
    const Made made = preview_of(steps(10).get());
    EXPECT_EQ(made.parts.cells, 4);
    const Frame sheet = decode_jpeg(made.part("sprites-0"));
    EXPECT_EQ(sheet->width, 1600);
    EXPECT_EQ(sheet->height, 90);
    double before = -100;
    for (int cell = 0; cell < 4; ++cell) {
        const double light = brightness_of_cell(*sheet, cell);
        EXPECT_GT(light, before + 30) << cell;
        before = light;
    }
    EXPECT_LT(brightness_of_cell(*sheet, 0), 5) << "black is black: the range of JPEG is full";
    EXPECT_LT(brightness_of_cell(*sheet, 4), 5) << "no cell";
}

TEST(PreviewOfARecording, ACellWithoutAKeyframeShowsTheOneBefore) {
    const Made made = preview_of(steps(100).get());  // every twenty seconds
    const Frame sheet = decode_jpeg(made.part("sprites-0"));
    EXPECT_NEAR(brightness_of_cell(*sheet, 0), brightness_of_cell(*sheet, 1), 3);
    EXPECT_GT(brightness_of_cell(*sheet, 2), brightness_of_cell(*sheet, 1) + 60);
    EXPECT_NEAR(brightness_of_cell(*sheet, 2), brightness_of_cell(*sheet, 3), 3);
}

TEST(PreviewOfARecording, LongOnesHaveSeveralSheets) {
    const UniqueFd fd =
        ffmpeg("-f lavfi -i testsrc=s=64x36:r=1:d=1095 -c:v libx264 -g 5 -preset ultrafast", "mp4");
    const Made made = preview_of(fd.get());
    EXPECT_EQ(made.parts.cells, 110);
    const Frame last = decode_jpeg(made.part("sprites-1"));
    EXPECT_EQ(last->height, 90);
    EXPECT_GT(brightness_of_cell(*last, 9), 20);
    EXPECT_EQ(decode_jpeg(made.part("sprites-0"))->height, 900);
    EXPECT_EQ(made.part("sprites-2"), "");
    EXPECT_EQ(made.part("peaks-20"), "") << "no sound";
}

TEST(PreviewOfARecording, ThePosterIsNoBlackFrame) {
    // Black for the first eight of twenty seconds: the tenth of the recording shows nothing.
    const UniqueFd fd = ffmpeg(
        "-f lavfi -i testsrc=s=320x180:r=5:d=20 -vf drawbox=c=black:t=fill:enable='lt(t\\,8)' "
        "-c:v libx264 -g 5",
        "matroska");
    const Frame poster = decode_jpeg(preview_of(fd.get()).part("poster"));
    EXPECT_EQ(poster->width, 640);
    EXPECT_EQ(poster->height, 360);
    EXPECT_GT(brightness(*poster, 0, 0, 640, 360), 40);
}

TEST(PreviewOfARecording, StandsUprightWithItsShape) {
    const UniqueFd fd = make_clip({.width = 192, .height = 108, .rotation = 90});
    const Frame poster = decode_jpeg(preview_of(fd.get()).part("poster"));
    EXPECT_EQ(poster->width, 640);
    EXPECT_EQ(poster->height, 1138);
    const UniqueFd wide = make_clip({.width = 192, .height = 64});
    EXPECT_EQ(decode_jpeg(preview_of(wide.get()).part("poster"))->height, 214);
}

TEST(PreviewOfARecording, CellsHaveBars) {
    const UniqueFd fd = ffmpeg("-f lavfi -i color=white:s=120x90:r=5:d=5 -c:v libx264", "mp4");
    const Frame sheet = decode_jpeg(preview_of(fd.get()).part("sprites-0"));
    EXPECT_LT(brightness(*sheet, 0, 0, 16, 90), 20);
    EXPECT_LT(brightness(*sheet, 144, 0, 16, 90), 20);
    EXPECT_GT(brightness(*sheet, 24, 4, 112, 82), 230);
}

TEST(PreviewOfARecording, HasPeaksOfFourResolutions) {
    // A second of tone, a second of silence, and so on.
    const UniqueFd fd = ffmpeg(
        "-f lavfi -i color=s=64x36:r=5:d=6 -f lavfi -i "
        "aevalsrc='0.5*sin(2*PI*440*t)*lt(mod(t\\,2)\\,1)':s=48000:d=6 -c:v libx264 -c:a pcm_s16le",
        "matroska");
    const Made made = preview_of(fd.get());
    for (const int rate : peak_rates) {
        const std::string file = made.part(peaks_part(rate));
        ASSERT_GE(file.size(), 24U);
        EXPECT_EQ(number_at(file, 0), 2U);
        EXPECT_EQ(number_at(file, 4), 1U);
        EXPECT_EQ(number_at(file, 8) / number_at(file, 12), static_cast<unsigned>(rate));
        EXPECT_EQ(number_at(file, 16), (file.size() - 24) / 2);
        EXPECT_EQ(number_at(file, 20), 1U);
        EXPECT_NEAR(static_cast<double>(number_at(file, 16)), 6.0 * rate, 1 + 0.02 * rate) << rate;
    }
    const std::string fine = made.part("peaks-100");
    const auto highest = [&](double from, double to) {
        int found = 0;
        for (auto pair = static_cast<std::size_t>(from * 100); pair < static_cast<std::size_t>(to * 100);
             ++pair)
            found = std::max<int>(found, static_cast<std::int8_t>(fine.at(24 + 2 * pair + 1)));
        return found;
    };
    for (const int second : {0, 2, 4}) {
        EXPECT_NEAR(highest(second + 0.1, second + 0.9), 64, 4);
        EXPECT_LE(highest(second + 1.1, second + 1.9), 2);
    }
}

TEST(PreviewOfARecording, IsMadeOfManyKindsOfFiles) {
    for (const test::ClipSpec& spec :
         {test::ClipSpec{.format = "mpegts", .first_timestamp = 500},
          test::ClipSpec{.format = "matroska", .open_gop = true},
          test::ClipSpec{.format = "avi", .video = "mpeg4", .audio = "pcm_s16le"},
          test::ClipSpec{.format = "webm", .video = "libvpx-vp9", .audio = "libopus"},
          test::ClipSpec{.pixels = "yuv444p"}, test::ClipSpec{.twice_as_large_from = 80}}) {
        const Made made = preview_of(make_clip(spec).get());
        EXPECT_EQ(made.parts.cells, 1) << spec.format;
        EXPECT_NE(made.part("poster"), "") << spec.format;
        EXPECT_NE(made.part("peaks-100"), "") << spec.format;
    }
}

TEST(PreviewOfARecording, WhatCannotBeDecodedIsLeftOut) {
    const Made sound = preview_of(make_clip({.format = "wav", .video = "", .audio = "pcm_s16le"}).get());
    EXPECT_EQ(sound.parts.cells, 0);
    EXPECT_EQ(sound.part("poster"), "");
    EXPECT_NE(sound.part("peaks-1"), "");
    const Made mute = preview_of(make_clip({.audio = ""}).get());
    EXPECT_NE(mute.part("poster"), "");
    EXPECT_EQ(mute.parts.find("peaks-1"), nullptr);
}

TEST(PreviewOfARecording, EndsAtTheLongestLength) {
    const UniqueFd fd = make_clip({.format = "matroska", .seconds = 30, .hole_from = 2, .hole_to = 3});
    Made made;
    const auto parts = try_to_make(fd.get(), made, {}, 12);
    ASSERT_TRUE(parts);
    EXPECT_EQ(parts->cells, 2);
}

TEST(PreviewOfARecording, StopsWhenItIsTold) {
    const UniqueFd fd = make_clip({});
    std::stop_source stop;
    stop.request_stop();
    Made made;
    const auto parts = try_to_make(fd.get(), made, {stop.get_token(), {}});
    ASSERT_FALSE(parts);
    EXPECT_EQ(parts.error().kind, FailureKind::cancelled);
}

TEST(PreviewOfARecording, TextIsRefused) {
    const UniqueFd fd = test::make_file("#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1/a.ts\n");
    Made made;
    const auto parts = try_to_make(fd.get(), made);
    ASSERT_FALSE(parts);
    EXPECT_EQ(parts.error().kind, FailureKind::permanent);
    EXPECT_EQ(made.bytes, "");
}

}  // namespace
}  // namespace lectern::media
