#include "media/av/output/join_input.hpp"

#include "media/av/error.hpp"
#include "media/av/output/protected_stream.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>
#include <string_view>

#include <unistd.h>

namespace lectern::media {

namespace {

constexpr int clock_rate = 90'000;
constexpr int clock_bits = 33;
constexpr std::size_t clock_bytes = 8;
constexpr std::int64_t far_end = std::int64_t{1} << 60;  // of any clock, as in playlists
constexpr std::size_t head_bytes = 256 * 1024;

// Audio without a container has no clock. A tag before it tells when it begins: eight bytes, big-endian.
// libavformat gives them as text, with "\xNN" for bytes that are not letters.
std::optional<double> clock_of_tag(const AVFormatContext* context) {
    const AVDictionaryEntry* entry =
        av_dict_get(context->metadata, "id3v2_priv.com.apple.streaming.transportStreamTimestamp", nullptr, 0);
    if (entry == nullptr) return {};
    std::string_view text(entry->value);
    std::uint64_t ticks = 0;
    std::size_t bytes = 0;
    for (; !text.empty(); ++bytes) {
        std::uint8_t byte = static_cast<std::uint8_t>(text.front());
        std::size_t used = 1;
        if (text.starts_with("\\x") && text.size() >= 4) {
            std::from_chars(text.data() + 2, text.data() + 4, byte, 16);
            used = 4;
        }
        ticks = ticks << 8U | byte;
        text.remove_prefix(used);
    }
    if (bytes != clock_bytes) return {};
    return static_cast<double>(ticks & 0x1FFFFFFFFU) / clock_rate;
}

// The header of an MP4 marks encrypted tracks with these names. libavformat does not report them.
bool names_encrypted_tracks(int fd, const FileWindow& window) {
    std::string head(std::min<std::size_t>(head_bytes, static_cast<std::size_t>(window.length)), '\0');
    const ssize_t got = ::pread(fd, head.data(), head.size(), window.first);
    head.resize(static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    const auto moov = head.find("moov");
    if (moov == std::string::npos || moov < 4) return false;
    std::size_t size = 0;
    for (std::size_t i = moov - 4; i < moov; ++i)
        size = size << 8U | static_cast<unsigned char>(head[i]);
    const std::string_view tracks = std::string_view(head).substr(moov, size);
    return tracks.find("sinf") != tracks.npos &&
           (tracks.find("encv") != tracks.npos || tracks.find("enca") != tracks.npos);
}

Failure wild_clock() {
    return Failure::permanent("The clock of the stream is damaged: its times are longer than any recording.");
}

Recording open_clear(const JoinRequest& request, const JoinRun& run, const WorkControl& control) {
    if (names_encrypted_tracks(request.source_fd, run.bytes)) fail(protected_stream("sample entries"));
    try {
        return open_media(request.source_fd, request.limits, control, run.bytes);
    } catch (MediaError& error) {
        if (error.failure().kind != FailureKind::permanent) throw;
        fail(Failure::permanent(
            "The playlist leads to something that is no video or audio that Lectern can read.",
            error.failure().message + " " + error.failure().detail));
    }
}

}  // namespace

JoinInput::JoinInput(const JoinRequest& request, const JoinRun& run, bool alone, const WorkControl& control)
    : recording_(open_clear(request, run, control)), alone_(alone) {
    recording_.context()->flags |= AVFMT_FLAG_GENPTS;
    streams_ = {run.video ? recording_.video() : nullptr, run.audio ? recording_.audio() : nullptr};
    recording_.read_only({streams_[join_video], streams_[join_audio]});
    const AVStream* audio = streams_[join_audio];
    if (audio != nullptr && audio->codecpar->codec_id == AV_CODEC_ID_AAC &&
        audio->codecpar->extradata_size == 0)
        set_filter(join_audio, "aac_adtstoasc");
    const auto tag = clock_of_tag(recording_.context());
    clock_is_short_ = tag.has_value();
    std::optional<double> first;
    for (const AVStream* stream : streams_) {
        if (stream == nullptr) continue;
        clock_is_short_ = clock_is_short_ || stream->pts_wrap_bits == clock_bits;
        if (stream->start_time == AV_NOPTS_VALUE) continue;
        const double start = seconds(stream, stream->start_time);
        first = std::min(first.value_or(start), start);
    }
    start_ = first.value_or(0);
    zero_ = run.zero - tag.value_or(0);
    // libavformat gives negative times for packets shortly before the clock wraps.
    if (clock_is_short_) zero_ += std::floor((start_ + tag.value_or(0)) / clock_length) * clock_length;
}

double JoinInput::seconds(const AVStream* stream, std::int64_t timestamp) const {
    return static_cast<double>(timestamp) * av_q2d(stream->time_base);
}

const AVCodecParameters* JoinInput::repeat_headers() {
    const AVStream* stream = streams_[join_video];
    const char* name = stream->codecpar->codec_id == AV_CODEC_ID_H264   ? "h264_mp4toannexb"
                       : stream->codecpar->codec_id == AV_CODEC_ID_HEVC ? "hevc_mp4toannexb"
                                                                        : nullptr;
    if (name == nullptr) return stream->codecpar;  // other codecs carry their headers in their frames
    return set_filter(join_video, name);
}

const AVCodecParameters* JoinInput::set_filter(JoinTrack track, const char* name) {
    AVBSFContext* filter = nullptr;
    check(av_bsf_alloc(av_bsf_get_by_name(name), &filter), name);
    filters_[track].reset(filter);
    check(avcodec_parameters_copy(filter->par_in, streams_[track]->codecpar), name);
    filter->time_base_in = streams_[track]->time_base;
    check(av_bsf_init(filter), name);
    return filter->par_out;
}

// Filters one packet. False if it is damaged.
bool JoinInput::filter() {
    AVBSFContext* filter = filters_[track_].get();
    if (filter == nullptr) return true;
    const int stream = packet_->stream_index;
    if (av_bsf_send_packet(filter, packet_.get()) < 0 || av_bsf_receive_packet(filter, packet_.get()) < 0) {
        av_packet_unref(packet_.get());
        av_bsf_flush(filter);
        return false;
    }
    packet_->stream_index = stream;
    return true;
}

void JoinInput::shift(double from, double to) {
    zero_ += from - to;
    at_ -= from - to;
}

bool JoinInput::next() {
    while (recording_.read(packet_.get())) {
        recording_.throw_if_stopped();
        if (packet_->size == 0) continue;
        if (av_packet_get_side_data(packet_.get(), AV_PKT_DATA_ENCRYPTION_INFO, nullptr) != nullptr)
            fail(protected_stream("samples"));
        const AVStream* stream = recording_.context()->streams[packet_->stream_index];
        track_ = stream == streams_[join_video] ? join_video : join_audio;
        if (!filter()) continue;
        const bool tells_decoding = packet_->dts != AV_NOPTS_VALUE;
        if (!tells_decoding) packet_->dts = packet_->pts;
        if (packet_->dts == AV_NOPTS_VALUE) continue;
        if (packet_->pts == AV_NOPTS_VALUE) packet_->pts = packet_->dts;
        const double at = seconds(stream, packet_->dts);
        // An encoder that was started again does not always mark the change. Times of presentation go back
        // and forth anyway.
        if (alone_ && tells_decoding) leapt_ = leaps_.take(track_, at, seconds(stream, packet_->duration));
        at_ = at - zero_ - leapt_;
        return true;
    }
    return false;
}

std::int64_t JoinInput::rescaled(std::int64_t length, AVRational unit) const {
    const std::int64_t out = av_rescale_q(length, streams_[track_]->time_base, unit);
    if (out < -far_end || out > far_end) fail(wild_clock());
    return out;
}

std::int64_t JoinInput::retimed(std::int64_t timestamp, AVRational unit) const {
    const double zero = (zero_ + leapt_) / av_q2d(unit);
    if (!(std::abs(zero) <= static_cast<double>(far_end))) fail(wild_clock());
    return rescaled(timestamp, unit) - std::llround(zero);
}

}  // namespace lectern::media
