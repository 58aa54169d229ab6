#include "media/av/decode_audio.hpp"
#include "media/av/error.hpp"
#include "media/av/file_io.hpp"
#include "media/av/probe.hpp"
#include "media/av/recording.hpp"
#include "tests/media/support/make_clip.hpp"

#include <random>

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace lectern::media {

namespace {

using test::ClipSpec;
using test::make_clip;
using test::make_file;
using testing::HasSubstr;

Failure refused(int fd, const MediaLimits& limits = {}) {
    const auto info = probe(fd, limits, {});
    EXPECT_FALSE(info);
    if (info) return Failure::permanent("");
    EXPECT_EQ(info.error().kind, FailureKind::permanent) << info.error().detail;
    return info.error();
}

// A listener on the loopback address that must never be called.
class Trap {
public:
    Trap() : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof(address);
        ::bind(fd_.get(), reinterpret_cast<sockaddr*>(&address), size);
        ::listen(fd_.get(), 8);
        ::getsockname(fd_.get(), reinterpret_cast<sockaddr*>(&address), &size);
        port_ = ntohs(address.sin_port);
    }
    std::string url(const char* path) const { return "http://127.0.0.1:" + std::to_string(port_) + path; }
    bool called() const {
        pollfd waiting{fd_.get(), POLLIN, 0};
        return ::poll(&waiting, 1, 0) > 0;
    }

private:
    UniqueFd fd_;
    int port_ = 0;
};

TEST(Hostile, ListsOfOtherFilesAreRefusedUnread) {
    const Trap trap;
    const std::string texts[] = {
        "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n" + trap.url("/a.ts") +
            "\n#EXT-X-ENDLIST\n",
        "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n/etc/passwd\n#EXT-X-ENDLIST\n",
        "ffconcat version 1.0\nfile '" + trap.url("/a.mp4") + "'\n",
        "<?xml version=\"1.0\"?>\n<MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" "
        "type=\"static\"><Period><BaseURL>" +
            trap.url("/") + "</BaseURL></Period></MPD>",
        "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=x\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=video 5004 RTP/AVP "
        "96\r\n",
        "1\n00:00:01,000 --> 00:00:02,000\nHello\n\n2\n00:00:02,000 --> 00:00:03,000\nHello\n",
        "WEBVTT\n\n00:01.000 --> 00:02.000\nHello\n",
        "[Script Info]\nScriptType: v4.00+\n[Events]\n",
        "<html><body>Sign in</body></html>",
        ";FFMETADATA1\ntitle=x\n",
        std::string(4096, 'a'),
        std::string(4096, '\0'),
    };
    for (const std::string& text : texts) {
        const UniqueFd fd = make_file(text);
        EXPECT_THAT(refused(fd.get()).message, HasSubstr("not a video or audio recording")) << text;
    }
    EXPECT_FALSE(trap.called());
}

TEST(Hostile, WhatIsNoFileIsRefused) {
    EXPECT_THAT(refused(make_file("").get()).message, HasSubstr("empty"));
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    const UniqueFd out(ends[0]);
    const UniqueFd in(ends[1]);
    EXPECT_THAT(refused(out.get()).message, HasSubstr("not a video"));
    EXPECT_THAT(refused(-1).message, HasSubstr("not a video"));
}

TEST(Hostile, CutOffFilesSaySo) {
    const ClipSpec specs[] = {{}, {.movflags = "faststart"}, {.format = "matroska"}};
    for (const ClipSpec& spec : specs) {
        const UniqueFd fd = make_clip(spec);
        const std::string bytes = test::read_file(fd.get());
        ASSERT_EQ(::ftruncate(fd.get(), static_cast<off_t>(bytes.size() * 2 / 3)), 0);
        EXPECT_THAT(refused(fd.get()).message, HasSubstr("cut off")) << spec.format << spec.movflags;
    }
}

TEST(Hostile, HugeFramesAreRefused) {
    for (const auto& [width, height] : {std::pair{30'000, 30'000}, {16'384, 16}, {8192, 8192}}) {
        const UniqueFd fd = test::make_header_with_size(width, height);
        EXPECT_THAT(refused(fd.get()).message, HasSubstr("this server accepts at most"))
            << width << "x" << height;
    }
}

TEST(Hostile, LimitsCount) {
    const UniqueFd fd = make_clip({.seconds = 1});
    MediaLimits streams;
    streams.max_streams = 1;
    refused(fd.get(), streams);
    MediaLimits pixels;
    pixels.max_pixels = 192 * 108 - 1;
    EXPECT_THAT(refused(fd.get(), pixels).message, HasSubstr("this server accepts at most"));
    MediaLimits rate;
    rate.max_rate = 44'100;
    EXPECT_THAT(refused(fd.get(), rate).message, HasSubstr("at 44100 Hz."));
}

TEST(Hostile, DeadlinesCount) {
    const UniqueFd fd = make_clip({.seconds = 1});
    MediaLimits limits;
    limits.open_deadline = std::chrono::seconds(0);
    EXPECT_THAT(refused(fd.get(), limits).message, HasSubstr("too long"));
}

// Whoever reads several recordings in turn may come back to one after any time.
TEST(Hostile, DeadlinesDoNotCountBetweenSteps) {
    const UniqueFd fd = make_clip({.seconds = 1});
    MediaLimits limits;
    limits.step_deadline = std::chrono::seconds(0);
    std::stop_source stop;
    Recording recording = open_media(fd.get(), limits, {stop.get_token(), {}});
    recording.seek(recording.video(), 0);
    EXPECT_NO_THROW(recording.throw_if_stopped());
    stop.request_stop();
    try {
        recording.throw_if_stopped();
        FAIL() << "not stopped";
    } catch (const MediaError& error) {
        EXPECT_EQ(error.failure().kind, FailureKind::cancelled);
    }
}

TEST(Hostile, StopCountsWhileOpening) {
    const UniqueFd fd = make_clip({.seconds = 1});
    std::stop_source stop;
    stop.request_stop();
    const auto info = probe(fd.get(), {}, {stop.get_token(), {}});
    ASSERT_FALSE(info);
    EXPECT_EQ(info.error().kind, FailureKind::cancelled);
}

// Whatever the bytes say: an answer, no crash (the sanitizers watch), no hang.
TEST(Hostile, DamagedFilesNeverCrash) {
    std::mt19937 random(7);
    const ClipSpec specs[] = {{.seconds = 2},
                              {.format = "matroska", .seconds = 2},
                              {.format = "mpegts", .seconds = 2},
                              {.format = "flv", .seconds = 2, .rate = 44'100},
                              {.format = "avi", .seconds = 2, .video = "mpeg4", .audio = "pcm_s16le"}};
    for (const ClipSpec& spec : specs) {
        const UniqueFd clip = make_clip(spec);
        const std::string good = test::read_file(clip.get());
        for (int round = 0; round < 12; ++round) {
            std::string bad = good;
            if (round % 3 == 0) bad.resize(random() % bad.size() + 1);
            for (int i = 0; i < 40; ++i) {
                // Headers stand at both ends.
                const std::size_t zone = std::min<std::size_t>(bad.size(), 2000);
                const std::size_t at = random() % zone;
                bad[i % 2 == 0 ? at : bad.size() - 1 - at] = static_cast<char>(random());
            }
            const UniqueFd fd = make_file(bad);
            const auto info = probe(fd.get(), {}, {});
            if (!info) {
                EXPECT_FALSE(info.error().message.empty());
                continue;
            }
            EXPECT_GT(info->duration, 0);
            std::size_t samples = 0;
            // A damaged timestamp may ask for days of silence.
            std::stop_source stop;
            (void)decode_audio(fd.get(), {},
                               [&](std::span<const float> part) {
                                   samples += part.size();
                                   if (samples > 16'000 * 60) stop.request_stop();
                               },
                               {}, {stop.get_token(), {}});
        }
    }
}

TEST(Hostile, SeeksNowhereFar) {
    const auto file = make_file("text");
    const Interrupt interrupt{WorkControl{}};
    FileIo io(file.get(), FileIo::Direction::read, interrupt);
    const auto seek = [&](std::int64_t offset, int whence) {
        return io.context()->seek(io.context()->opaque, offset, whence);
    };
    EXPECT_EQ(seek(3, SEEK_SET), 3);
    for (const int whence : {SEEK_SET, SEEK_CUR, SEEK_END})
        for (const std::int64_t offset : {INT64_MIN, INT64_MAX, std::int64_t{1} << 61})
            EXPECT_LT(seek(offset, whence), 0) << offset;
    EXPECT_EQ(seek(0, SEEK_CUR), 3);
}

}  // namespace

}  // namespace lectern::media
