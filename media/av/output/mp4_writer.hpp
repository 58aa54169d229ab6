#pragma once

#include "media/av/file_io.hpp"
#include "media/av/handles.hpp"
#include "media/av/output/index_room.hpp"
#include "media/av/output/track_chunks.hpp"

#include <memory>
#include <optional>
#include <vector>

namespace lectern::media {

// Writes an MP4 file with its index first. Each byte is written once: room for the index is left before the
// samples, and they are moved only if it was too small. Order of calls: add streams, start(), write packets,
// finish(). Throws MediaError.
class Mp4Writer {
public:
    // `fd`: a regular file, readable and writable, empty, not owned, open for as long as this lives.
    Mp4Writer(int fd, const WorkControl& control, Growth growth = {});
    Mp4Writer(const Mp4Writer&) = delete;
    Mp4Writer& operator=(const Mp4Writer&) = delete;

    AVStream* add_stream(const AVCodecParameters* codec, AVRational time_base);
    // Adds a stream whose packets are copied from another file, with the same rotation for display. `codec`
    // replaces the stream's own parameters. `from` must live until start().
    AVStream* add_copy(const AVStream* from, const AVCodecParameters* codec = nullptr);
    // `seconds`: about how long the file will be; 0 if that is not known.
    void start(double seconds);
    // Takes the content of the packet. Its times are in `time_base`; the decoding times of a stream must
    // rise. Packets of different streams may come in any order, within 10 s.
    void write(AVPacket* packet, int stream, AVRational time_base);
    // If `seconds` is given, players show nothing after it. The last video packet must last until then,
    // counted from its decoding time: players take the sum of the durations as the length of the track.
    void finish(std::optional<double> seconds = {});

private:
    struct FreeOutput {
        void operator()(AVFormatContext* context) const { avformat_free_context(context); }
    };

    void write_now(AVPacket* packet);
    void put_index_first(std::int64_t end, std::optional<double> seconds);
    void move_samples(std::int64_t begin, std::int64_t end, std::int64_t by);
    void check_write(int rc, const char* what);

    Interrupt interrupt_;
    FileIo io_;
    std::unique_ptr<AVFormatContext, FreeOutput> context_;
    std::vector<const AVStream*> copied_from_;  // for each stream; null if it is encoded
    TrackChunks chunks_;
    std::int64_t room_ = 0;  // bytes before the samples, for the index
};

}  // namespace lectern::media
