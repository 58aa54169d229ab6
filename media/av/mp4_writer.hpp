#pragma once

#include "media/av/file_io.hpp"
#include "media/av/handles.hpp"

#include <memory>
#include <optional>

namespace lectern::media {

// An MP4 file being written, index first. Streams are added, then start(), packets, finish(). Throws
// MediaError.
class Mp4Writer {
public:
    // `fd`: a regular file, readable and writable, empty, not owned, open for as long as this lives.
    Mp4Writer(int fd, const WorkControl& control, Growth growth = {});
    Mp4Writer(const Mp4Writer&) = delete;
    Mp4Writer& operator=(const Mp4Writer&) = delete;

    AVStream* add_stream(const AVCodecParameters* codec, AVRational time_base);
    // For packets that are copied from another file: the stream as it is there, turned for display alike.
    // `codec`: in place of the stream's own.
    AVStream* add_copy(const AVStream* from, const AVCodecParameters* codec = nullptr);
    void start();
    // Takes the packet's content. Times in `time_base`; each stream's decoding times rise.
    void write(AVPacket* packet, int stream, AVRational time_base);
    // Nothing is shown behind `seconds`, if given. The last packet of frames must last until then, counted
    // from its decoding time: players take the sum of these lengths for the length of the track.
    void finish(std::optional<double> seconds = {});

private:
    // The muxer reads back what it wrote to move its index to the front.
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
