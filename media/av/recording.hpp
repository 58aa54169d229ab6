#pragma once

#include "domain/base/work_control.hpp"
#include "media/av/file_io.hpp"
#include "media/av/handles.hpp"
#include "media/av/limits.hpp"
#include "media/av/stream_choice.hpp"

#include <functional>
#include <memory>
#include <vector>

namespace lectern::media {

// A file that open_media() has opened. "Media time" is in seconds and begins with the earliest stream;
// timestamps in the file may begin anywhere. Blocks; used by one thread at a time. Throws MediaError.
class Recording {
public:
    static constexpr double before_all = -10;

    AVFormatContext* context() const { return context_.get(); }
    const MediaLimits& limits() const { return limits_; }
    // The lecture's, or null. A cover picture is no video. Of several audio tracks the one with a voice.
    AVStream* video() const { return video_; }
    AVStream* audio() const { return audio_; }

    double origin() const {
        return static_cast<double>(origin_) / AV_TIME_BASE;
    }  // of media time, in the file's

    // Media time of a timestamp of a stream, and back (rounded to the nearest tick).
    double to_seconds(const AVStream* stream, std::int64_t timestamp) const;
    std::int64_t to_timestamp(const AVStream* stream, double seconds) const;

    // From now on, reads the packets of these streams only.
    void read_only(const std::vector<const AVStream*>& streams);
    // Reads the next packet; false at the end. Skips damaged places.
    bool read(AVPacket* packet);
    // Goes to about the last place at or before `seconds` from which `stream` can be decoded. It is not
    // exact: some containers find packets by decoding time, or packets that are not keyframes. `before_all`
    // goes to the beginning.
    void seek(const AVStream* stream, double seconds);
    // The same, but to any packet, whether it can be decoded or not. For containers that list all packets.
    void seek_any(const AVStream* stream, double seconds);
    // Goes to `seconds`, and then further and further back, about `most` seconds in all, until `is_good` says
    // that this place will do; it may read. Returns the time of the last seek.
    double seek_back(const AVStream* stream, double seconds, double most,
                     const std::function<bool()>& is_good);
    // An open decoder within the limits.
    CodecContext decoder(const AVStream* stream) const;
    std::int64_t file_bytes() const { return state_->io.size(); }
    // When the last packet of the streams that are read ends, media time: the true length, whatever the
    // headers say. Reads only what lies near the end, or all if the container has no other way to get there.
    // Changes the place that is read.
    double find_end();
    // Throws if a stop is requested.
    void throw_if_stopped() const;

private:
    friend Recording open_media(int fd, const MediaLimits& limits, const WorkControl& control,
                                FileWindow window);

    // Objects that libav keeps pointers to.
    struct State {
        State(int fd, const WorkControl& control, FileWindow window)
            : interrupt(control), io(fd, FileIo::Direction::read, interrupt, window) {}
        Interrupt interrupt;
        FileIo io;
    };
    struct CloseInput {
        void operator()(AVFormatContext* context) const { avformat_close_input(&context); }
    };

    Recording(int fd, const MediaLimits& limits, const WorkControl& control, FileWindow window);
    int check_step(int rc, const char* what) const;
    void recognise();
    void seek_with(const AVStream* stream, double seconds, int flags);
    void check_streams() const;
    void check_complete() const;
    void choose_streams();

    int fd_;
    FileWindow window_;
    WorkControl control_;  // without its progress
    MediaLimits limits_;
    std::unique_ptr<State> state_;
    std::unique_ptr<AVFormatContext, CloseInput> context_;
    AVStream* video_ = nullptr;
    AVStream* audio_ = nullptr;
    std::int64_t origin_ = 0;  // in AV_TIME_BASE units
};

// The only way to open a file with libav. It reads the descriptor and nothing else: the content cannot make
// it open another file or an address. It accepts only the containers and codecs of lectures, within the
// limits. `fd`: a regular file, readable, not owned, open for as long as the Recording lives. `window`: the
// part of the file that is the recording. Throws MediaError.
Recording open_media(int fd, const MediaLimits& limits, const WorkControl& control, FileWindow window = {});

}  // namespace lectern::media
