#include "media/av/output/mp4_writer.hpp"

#include "media/av/error.hpp"
#include "media/av/output/edit_list.hpp"
#include "media/av/output/index_position.hpp"
#include "media/av/output/mp4_boxes.hpp"
#include "media/av/video_rotation.hpp"

#include <algorithm>
#include <array>
#include <new>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace lectern::media {

namespace {

constexpr std::size_t moved_at_once = std::size_t{4} << 20;  // bytes
constexpr std::size_t longest_type = 256;                    // bytes of the box in front, "ftyp"

[[noreturn]] void unknown_form(const char* what) {
    throw std::logic_error(std::string("the muxer wrote ") + what);
}

// An empty box of so many bytes: 0, or at least 8.
void append_free(std::vector<std::uint8_t>& to, std::size_t bytes) {
    if (bytes == 0) return;
    const std::size_t at = to.size();
    to.resize(at + bytes);
    const Box box = Box(to).subspan(at);
    set_number_in(box, 0, 4, bytes);
    std::ranges::copy(std::string_view("free"), box.begin() + 4);
}

}  // namespace

Mp4Writer::Mp4Writer(int fd, const WorkControl& control, Growth growth)
    : interrupt_(control),
      io_(fd, FileIo::Direction::write, interrupt_),
      chunks_([this](AVPacket* packet) { write_now(packet); }) {
    io_.ask_before_growing(std::move(growth));
    AVFormatContext* context = nullptr;
    check(avformat_alloc_output_context2(&context, nullptr, "mp4", ""), "output");
    context_.reset(context);
    context->pb = io_.context();
    context->interrupt_callback = interrupt_.callback();
    // Else the muxer writes each packet to the file by itself.
    context->flush_packets = 0;
}

AVStream* Mp4Writer::add_stream(const AVCodecParameters* codec, AVRational time_base) {
    AVStream* stream = avformat_new_stream(context_.get(), nullptr);
    if (stream == nullptr) throw std::bad_alloc();
    check(avcodec_parameters_copy(stream->codecpar, codec), "output stream");
    stream->codecpar->codec_tag = 0;
    // Apple's players accept HEVC only under this name.
    if (codec->codec_id == AV_CODEC_ID_HEVC) stream->codecpar->codec_tag = MKTAG('h', 'v', 'c', '1');
    stream->time_base = time_base;
    copied_from_.push_back(nullptr);
    return stream;
}

AVStream* Mp4Writer::add_copy(const AVStream* from, const AVCodecParameters* codec) {
    if (codec == nullptr) codec = from->codecpar;
    if (avformat_query_codec(context_->oformat, codec->codec_id, FF_COMPLIANCE_NORMAL) != 1)
        fail(Failure::permanent("The recording is of a kind that an MP4 file cannot hold.",
                                avcodec_get_name(codec->codec_id)));
    AVStream* stream = add_stream(codec, from->time_base);
    copied_from_.back() = from;
    stream->avg_frame_rate = from->avg_frame_rate;
    stream->sample_aspect_ratio = from->sample_aspect_ratio;
    stream->codecpar->initial_padding = 0;
    stream->codecpar->trailing_padding = 0;
    if (from->codecpar->codec_type == AVMEDIA_TYPE_VIDEO) keep_rotation(*from, *stream);
    return stream;
}

void Mp4Writer::check_write(int rc, const char* what) {
    io_.throw_if_refused();
    check(rc, what);
}

// The muxer is told to begin behind the room, so that the positions in its index are right. What it writes
// there first, the box "ftyp", goes to the front together with the index.
void Mp4Writer::start(double seconds) {
    std::vector<ExpectedTrack> tracks;
    tracks.reserve(copied_from_.size());
    for (std::size_t i = 0; i < copied_from_.size(); ++i)
        tracks.push_back(expected_track(*context_->streams[i], seconds, copied_from_[i]));
    if (seconds > 0) room_ = index_room(tracks);
    avio_skip(io_.context(), room_);
    Dictionary options;
    // The unit of edit lists: audio and video are aligned to 1/100 ms.
    options.set("movie_timescale", std::int64_t{90'000});
    check_write(avformat_write_header(context_.get(), options.address()), "write header");
    for (std::size_t i = 0; i < copied_from_.size(); ++i)
        chunks_.add_track(context_->streams[i]->time_base);
}

void Mp4Writer::write(AVPacket* packet, int stream, AVRational time_base) {
    av_packet_rescale_ts(packet, time_base, context_->streams[stream]->time_base);
    packet->stream_index = stream;
    packet->pos = -1;
    chunks_.put(packet);
}

void Mp4Writer::write_now(AVPacket* packet) {
    check_write(av_write_frame(context_.get(), packet), "write packet");
    check_write(io_.context()->error, "write");
}

void Mp4Writer::finish(std::optional<double> seconds) {
    chunks_.finish();
    AVIOContext* io = io_.context();
    avio_flush(io);
    check_write(io->error, "write");
    // The muxer writes its index at the end.
    const std::int64_t end = avio_tell(io);
    io_.keep_from(end);
    check_write(av_write_trailer(context_.get()), "write index");
    avio_flush(io);
    check_write(io->error, "write");
    put_index_first(end, seconds);
}

void Mp4Writer::put_index_first(std::int64_t end, std::optional<double> seconds) {
    std::vector<std::uint8_t>& moov = io_.kept();
    if (seconds && !shorten_presentation(moov, *seconds)) unknown_form("an index without edit lists");
    std::array<std::uint8_t, longest_type> type{};
    if (io_.read_at(room_, type.data(), type.size()) < static_cast<std::int64_t>(box_header))
        unknown_form("a file without boxes");
    const std::size_t type_bytes = number_in(type, 0, 4);
    if (type_of(type) != "ftyp" || type_bytes > type.size()) unknown_form("a file of another type");
    if (!fills_room(static_cast<std::int64_t>(moov.size()), room_)) {
        auto moved = index_for_moved_samples(moov, room_);
        if (!moved) unknown_form("an index of another form");
        move_samples(room_ + static_cast<std::int64_t>(type_bytes), end, moved->by);
        moov = std::move(moved->moov);
        room_ += moved->by;
    }
    std::vector<std::uint8_t> front(type.begin(), type.begin() + static_cast<std::ptrdiff_t>(type_bytes));
    front.insert(front.end(), moov.begin(), moov.end());
    append_free(front, static_cast<std::size_t>(room_) - moov.size());
    check_write(io_.write_at(0, front), "write index");
}

// From the last to the first, since the new place overlaps the old one.
void Mp4Writer::move_samples(std::int64_t begin, std::int64_t end, std::int64_t by) {
    std::vector<std::uint8_t> bytes(std::min(moved_at_once, static_cast<std::size_t>(end - begin)));
    for (std::int64_t at = end; at > begin;) {
        const auto count = std::min(static_cast<std::int64_t>(bytes.size()), at - begin);
        at -= count;
        for (std::int64_t read = 0; read < count;) {
            const std::int64_t got =
                io_.read_at(at + read, bytes.data() + read, static_cast<std::size_t>(count - read));
            if (got <= 0) fail(Failure::transient("The file could not be written.", "reading it back"));
            read += got;
        }
        const std::span<const std::uint8_t> part(bytes.data(), static_cast<std::size_t>(count));
        check_write(io_.write_at(at + by, part), "write");
    }
}

}  // namespace lectern::media
