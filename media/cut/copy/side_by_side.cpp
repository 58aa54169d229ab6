#include "media/cut/copy/side_by_side.hpp"

#include <string_view>

namespace lectern::media {

namespace {

// Seconds. If streams are further apart, libav goes back and forth in the file, and reads much in vain.
constexpr double most_apart = 0.75;
constexpr double step = 0.5;  // from one look to the next

// What the index of a recording lists of a stream.
class Listed {
public:
    Listed(const Recording& recording, AVStream* stream)
        : recording_(recording), stream_(stream), count_(avformat_index_get_entries_count(stream)) {}

    bool all() const { return stream_->nb_frames > 0 && count_ >= stream_->nb_frames; }
    int count() const { return count_; }
    // The last packet at or before a media time; the first one if there is none.
    int at(double seconds) const {
        const std::int64_t wanted = recording_.to_timestamp(stream_, seconds);
        const int found = av_index_search_timestamp(stream_, wanted, AVSEEK_FLAG_BACKWARD | AVSEEK_FLAG_ANY);
        return found < 0 ? 0 : found;
    }
    std::int64_t place(int i) const { return avformat_index_get_entry(stream_, i)->pos; }

private:
    const Recording& recording_;
    AVStream* stream_;
    int count_;
};

}  // namespace

bool are_side_by_side(const Recording& recording, double from, double to) {
    const bool both = recording.video() != nullptr && recording.audio() != nullptr;
    if (!both || !std::string_view(recording.context()->iformat->name).starts_with("mov")) return false;
    const Listed video(recording, recording.video());
    const Listed audio(recording, recording.audio());
    if (!video.all() || !audio.all()) return false;
    for (double at = from; at < to; at += step) {
        const std::int64_t place = audio.place(audio.at(at));
        const int before = video.at(at - most_apart);
        const int behind = video.at(at + most_apart);
        if (before > 0 && video.place(before) > place) return false;
        if (behind + 1 < video.count() && video.place(behind) < place) return false;
    }
    return true;
}

SideBySide::SideBySide(Recording& recording, double from) : recording_(recording) {
    recording_.read_only({recording.video(), recording.audio()});
    recording_.seek_any(recording.audio(), from);
}

bool SideBySide::read(const AVStream* stream, AVPacket* packet) {
    std::deque<Packet>& own = queue_of(stream->index);
    av_packet_unref(packet);
    if (!own.empty()) {
        av_packet_move_ref(packet, own.front().get());
        own.pop_front();
        return true;
    }
    while (recording_.read(packet)) {
        if (packet->stream_index == stream->index) return true;
        recording_.throw_if_stopped();
        Packet other = make_packet();
        av_packet_move_ref(other.get(), packet);
        queue_of(other->stream_index).push_back(std::move(other));
    }
    return false;
}

}  // namespace lectern::media
