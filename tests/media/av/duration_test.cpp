#include "media/av/probe.hpp"
#include "tests/media/support/ffmpeg.hpp"

#include <algorithm>
#include <cstring>

#include <gtest/gtest.h>

namespace lectern::media {
namespace {

const std::string eight =
    "-f lavfi -i testsrc=s=160x90:r=25:d=8 -f lavfi -i sine=r=48000:d=8 -c:v libx264 -preset "
    "ultrafast -g 50 -c:a aac ";

double duration(const std::string& bytes) {
    const UniqueFd fd = test::make_file(bytes);
    const auto info = probe(fd.get(), {}, {});
    EXPECT_TRUE(info) << info.error().message << " " << info.error().detail;
    return info ? info->duration : 0;
}

std::uint64_t number(const std::string& bytes, std::size_t at, std::size_t size) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < size; ++i)
        value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
    return value;
}

void set_number(std::string& bytes, std::size_t at, std::uint64_t value, std::size_t size) {
    for (std::size_t i = size; i > 0; --i, value >>= 8)
        bytes[at + i - 1] = static_cast<char>(value);
}

// Multiplies the durations in all boxes of this name. `field`: where it stands, from the name on.
std::string lying(std::string bytes, const std::string& box, std::size_t field, double factor) {
    for (std::size_t at = bytes.find(box); at != std::string::npos; at = bytes.find(box, at + 1)) {
        const auto told = static_cast<double>(number(bytes, at + field, 4));
        set_number(bytes, at + field, static_cast<std::uint64_t>(told * factor), 4);
    }
    return bytes;
}

TEST(Duration, IsThatOfThePacketsInMp4) {
    const UniqueFd fd = test::ffmpeg(eight, "mp4");
    const std::string bytes = test::read_file(fd.get());
    EXPECT_NEAR(duration(bytes), 8, 0.05);
    for (const double factor : {1000.0, 3.0, 1.5, 0.5, 0.001}) {
        EXPECT_NEAR(duration(lying(bytes, "mvhd", 20, factor)), 8, 0.05) << factor;
        EXPECT_NEAR(duration(lying(bytes, "mdhd", 20, factor)), 8, 0.05) << factor;
        EXPECT_NEAR(duration(lying(lying(bytes, "mvhd", 20, factor), "tkhd", 24, factor)), 8, 0.05) << factor;
    }
}

TEST(Duration, IsThatOfThePacketsInMatroska) {
    for (const char* format : {"matroska", "webm"}) {
        const std::string codecs =
            std::string(format) == "webm" ? "-c:v libvpx -deadline realtime -c:a libopus " : "";
        const UniqueFd fd = test::ffmpeg(eight + codecs, format);
        std::string bytes = test::read_file(fd.get());
        const std::size_t at = bytes.find("\x44\x89\x88");  // Duration, 8 bytes
        ASSERT_NE(at, std::string::npos);
        EXPECT_NEAR(duration(bytes), 8, 0.05);
        for (const double milliseconds : {8'000'000.0, 16'000.0, 4'000.0, 10.0, 0.0}) {
            std::uint64_t bits = 0;
            std::memcpy(&bits, &milliseconds, sizeof bits);
            set_number(bytes, at + 3, bits, 8);
            EXPECT_NEAR(duration(bytes), 8, 0.05) << format << " " << milliseconds;
        }
    }
}

TEST(Duration, IsThatOfThePacketsInOtherContainers) {
    const UniqueFd flv = test::ffmpeg(eight + "-ar 44100", "flv");
    std::string bytes = test::read_file(flv.get());
    const std::size_t at = bytes.find("duration");
    ASSERT_NE(at, std::string::npos);
    for (const double seconds : {8000.0, 1.0, 0.0}) {
        std::uint64_t bits = 0;
        std::memcpy(&bits, &seconds, sizeof bits);
        set_number(bytes, at + 9, bits, 8);
        EXPECT_NEAR(duration(bytes), 8, 0.1) << seconds;
    }
    const UniqueFd avi = test::ffmpeg(eight, "avi");
    bytes = test::read_file(avi.get());
    for (const double factor : {100.0, 0.01}) {
        std::string wrong = bytes;
        for (std::size_t header = wrong.find("strh"); header != std::string::npos;
             header = wrong.find("strh", header + 1)) {
            std::string length = wrong.substr(header + 40, 4);
            std::reverse(length.begin(), length.end());
            const auto told = static_cast<double>(number(length, 0, 4));
            set_number(length, 0, static_cast<std::uint64_t>(told * factor), 4);
            std::reverse(length.begin(), length.end());
            wrong.replace(header + 40, 4, length);
        }
        EXPECT_NEAR(duration(wrong), 8, 0.15) << factor;
    }
    const UniqueFd asf = test::ffmpeg(eight + "-c:v wmv2 -c:a wmav2", "asf");
    EXPECT_NEAR(duration(test::read_file(asf.get())), 8, 0.15);
}

}  // namespace
}  // namespace lectern::media
