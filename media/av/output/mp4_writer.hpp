#pragma once

#include "media/av/file_io.hpp"
#include "media/av/handles.hpp"

#include <memory>
#include <optional>

namespace lectern::media {

// Writes an MP4 file with its index first. Order of calls: add streams, start(), write packets, finish().
// Throws MediaError.
class Mp4Writer {
public:
    // `fd`: a regular file, readable and writable, empty, not owned, open for as long as this lives.
    Mp4Writer(int fd, const WorkControl& control, Growth growth = {});
    Mp4Writer(const Mp4Writer&) = delete;
    Mp4Writer& operator=(const Mp4Writer&) = delete;

    AVStream* add_stream(const AVCodecParameters* codec, AVRational time_base);
    // Adds a stream whose packets are copied from another file, with the same rotation for display. `codec`
    // replaces the stream's own parameters.
    AVStream* add_copy(const AVStream* from, const AVCodecParameters* codec = nullptr);
    void start();
    // Takes the content of the packet. Its times are in `time_base`; the decoding times of a stream must
    // rise.
    void write(AVPacket* packet, int stream, AVRational time_base);
    // If `seconds` is given, players show nothing after it. The last video packet must last until then,
    // counted from its decoding time: players take the sum of the durations as the length of the track.
    void finish(std::optional<double> seconds = {});

private:
    // To move its index to the front, the muxer reads back what it wrote.
    struct FreeOutput {
        void operator()(AVFormatContext* context) const { avformat_free_context(context); }
    };
    static int open_again(AVFormatContext* context, AVIOContext** io, const char* url, int flags,
                          AVDictionary**);
    static int close_again(AVFormatContext* context, AVIOContext* io);

    void check_write(int rc, const char* what);

    int fd_;
    Interrupt interrupt_;
    FileIo io_;
    std::unique_ptr<FileIo> reader_;
    std::unique_ptr<AVFormatContext, FreeOutput> context_;
};

}  // namespace lectern::media
