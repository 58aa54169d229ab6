#pragma once

#include "media/av/handles.hpp"
#include "media/av/io.hpp"

#include <vector>

namespace lectern::media {

// An MP4 file being written, index first. Streams are added, then start(), packets, finish(). Throws
// MediaError.
class ClipWriter {
public:
    // `fd`: see CutRequest::output_fd.
    ClipWriter(int fd, const Control& control);
    ClipWriter(const ClipWriter&) = delete;
    ClipWriter& operator=(const ClipWriter&) = delete;

    AVStream* add_stream(const AVCodecParameters* codec, AVRational time_base);
    void start();
    // Takes the packet's content. Times in `time_base`; each stream's decoding times rise.
    void write(AVPacket* packet, int stream, AVRational time_base);
    // Nothing is shown behind `seconds`. The last packet of pictures must last until then, counted from its
    // decoding time: players take the sum of these lengths for the length of the track.
    void finish(double seconds);

private:
    // The muxer reads back what it wrote to move its index to the front.
    struct FreeOutput {
        void operator()(AVFormatContext* context) const { avformat_free_context(context); }
    };
    static int open_again(AVFormatContext* context, AVIOContext** io, const char* url, int flags,
                          AVDictionary**);
    static int close_again(AVFormatContext* context, AVIOContext* io);

    int fd_;
    Interrupt interrupt_;
    FileIo io_;
    std::unique_ptr<FileIo> reader_;
    std::unique_ptr<AVFormatContext, FreeOutput> context_;
};

}  // namespace lectern::media
