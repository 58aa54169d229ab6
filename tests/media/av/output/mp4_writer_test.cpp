#include "media/av/output/mp4_writer.hpp"

#include "media/av/error.hpp"
#include "media/av/output/mp4_boxes.hpp"
#include "media/av/recording.hpp"
#include "tests/media/support/make_clip.hpp"

#include <gtest/gtest.h>

namespace lectern::media {
namespace {

using test::ClipSpec;

// All packets of a file, in order, as text; of one stream at a time, since files may order them otherwise.
std::vector<std::string> packets_of(int fd) {
    std::vector<std::string> seen;
    Recording file = open_media(fd, {}, {});
    for (unsigned i = 0; i < file.context()->nb_streams; ++i) {
        file.read_only({file.context()->streams[i]});
        file.seek(file.context()->streams[i], Recording::before_all);
        const Packet packet = make_packet();
        while (file.read(packet.get())) {
            seen.push_back(std::to_string(i) + " " + std::to_string(packet->pts) + " " +
                           std::to_string(packet->dts) + " " + std::to_string(packet->flags) + " " +
                           std::string(reinterpret_cast<const char*>(packet->data),
                                       static_cast<std::size_t>(packet->size)));
        }
    }
    return seen;
}

struct Written {
    UniqueFd fd;
    std::int64_t bytes = 0;  // that were written to make it
    std::int64_t size() const { return static_cast<std::int64_t>(test::read_file(fd.get()).size()); }
};

// Copies a file, telling the writer to expect `seconds`.
Written copy_expecting(int source, double seconds, std::optional<double> shown = {}) {
    Recording from = open_media(source, {}, {});
    Written made{test::make_empty_file()};
    const std::int64_t before = test::bytes_written();
    Mp4Writer writer(made.fd.get(), {});
    for (unsigned i = 0; i < from.context()->nb_streams; ++i)
        writer.add_copy(from.context()->streams[i]);
    writer.start(seconds);
    const Packet packet = make_packet();
    while (from.read(packet.get())) {
        const int stream = packet->stream_index;
        writer.write(packet.get(), stream, from.context()->streams[stream]->time_base);
    }
    writer.finish(shown);
    made.bytes = test::bytes_written() - before;
    return made;
}

// What is written twice: the first box, and the size of the data.
constexpr std::int64_t little = 100;

TEST(Mp4Writer, WritesEachByteOnce) {
    const ClipSpec specs[] = {
        {.seconds = 20},
        {.seconds = 20, .audio = ""},
        {.format = "matroska", .seconds = 20},
        {.seconds = 20, .fps = 60, .keyframe_every = 1},
        {.seconds = 2},
    };
    for (const ClipSpec& spec : specs) {
        SCOPED_TRACE(testing::Message()
                     << spec.format << " " << spec.seconds << " " << spec.fps << spec.audio);
        const UniqueFd source = test::make_clip(spec);
        const Written made = copy_expecting(source.get(), spec.seconds);
        EXPECT_TRUE(index_first(made.fd.get()));
        EXPECT_LE(made.bytes, made.size() + little);
        if (spec.format == "mp4") {
            EXPECT_EQ(packets_of(made.fd.get()), packets_of(source.get()));
        }
    }
}

// The samples move to make room: the file is the same, at the price of writing them twice.
TEST(Mp4Writer, MovesTheSamplesIfTheRoomIsTooSmall) {
    const UniqueFd source = test::make_clip({.seconds = 20});
    const std::vector<std::string> packets = packets_of(source.get());
    const std::int64_t usual = copy_expecting(source.get(), 20).size();
    for (const double expected : {0.0, 0.01, 5.0}) {
        SCOPED_TRACE(expected);
        const Written made = copy_expecting(source.get(), expected);
        EXPECT_TRUE(index_first(made.fd.get()));
        EXPECT_GT(made.bytes, made.size() * 3 / 2);
        EXPECT_LE(made.size(), usual);
        EXPECT_EQ(packets_of(made.fd.get()), packets);
    }
    const Written shorter = copy_expecting(source.get(), 0, 10.0);
    EXPECT_NEAR(static_cast<double>(open_media(shorter.fd.get(), {}, {}).context()->duration), 10e6, 1e5);
}

TEST(Mp4Writer, SaysWhichFailureEndedIt) {
    const UniqueFd source = test::make_clip({.seconds = 20});
    Recording from = open_media(source.get(), {}, {});
    const UniqueFd to = test::make_empty_file();
    Mp4Writer writer(to.get(), {}, [](std::int64_t end) -> Outcome<> {
        if (end > 10'000) return Failure::storage_full("full", "");
        return {};
    });
    writer.add_copy(from.video());
    const auto write = [&] {
        writer.start(20);
        from.read_only({from.video()});
        const Packet packet = make_packet();
        while (from.read(packet.get()))
            writer.write(packet.get(), 0, from.video()->time_base);
        writer.finish();
    };
    try {
        write();
        FAIL() << "nothing was thrown";
    } catch (const MediaError& error) {
        EXPECT_EQ(error.failure().kind, FailureKind::storage_full);
    }
}

}  // namespace
}  // namespace lectern::media
