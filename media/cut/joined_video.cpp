#include "media/cut/joined_video.hpp"

#include "media/av/error.hpp"
#include "media/av/video_rotation.hpp"
#include "media/cut/clip_audio.hpp"
#include "media/cut/frames/colours.hpp"
#include "media/cut/frames/frame_size.hpp"
#include "media/cut/smart/avc_packet.hpp"

#include <algorithm>
#include <cmath>

namespace lectern::media {

namespace {

[[noreturn]] void refuse(const std::string& why) {
    fail(Failure::permanent("The video cannot be cut without encoding all of it.", why));
}

SmartSource source_of(const Recording& recording, const CutRequest& request, const ClipOpening& opening) {
    AVStream* stream = recording.video();
    const AVCodecParameters& codec = *stream->codecpar;
    const Orientation orientation = video_orientation(*stream);
    const FrameColours colours = colours_of(codec);
    const AVRational aspect = av_guess_sample_aspect_ratio(recording.context(), stream, nullptr);
    SmartSource source;
    source.h264 = codec.codec_id == AV_CODEC_ID_H264;
    source.interlaced = is_interlaced(*stream);
    source.mirrored = orientation.mirrored;
    source.high_range = colours.high_range();
    source.limited_height = request.most_height > 0;
    source.too_large = request.mode == CutMode::styled && !is_within_full_hd({codec.width, codec.height});
    source.drawn = opening.draws();
    source.turned = orientation.turn != 0;
    source.square_pixels = aspect.num <= 0 || aspect.num == aspect.den;
    source.usual_colours = colours.usual();
    if (source.h264) source.parameters = parameter_sets(extradata_of(codec));
    return source;
}

}  // namespace

JoinedVideo::JoinedVideo(const CutJob& job, const ClipOpening& opening)
    : job_(job), opening_(opening), recording_(job.open_anywhere()) {
    recording_.context()->flags |= AVFMT_FLAG_GENPTS;
    if (recording_.video() == nullptr) refuse("no video");
    decision_ = decide_smart(source_of(recording_, job.request, opening));
    if (!decision_.possible()) refuse(decision_.why_not);
    unit_ = FrameReader::time_base(*recording_.video());
    parts_ = FrameReader::parts_of_a_tick(*recording_.video());
    zero_ = FrameReader::to_timestamp(recording_, job.request.start);
    before_ = std::llround(opening.before / av_q2d(unit_));
    length_ = before_ + FrameReader::to_timestamp(recording_, job.request.end) - zero_;
}

void JoinedVideo::prepare() {
    find_join();
    check_ =
        std::make_shared<SeamCheck>(open_media(job_.request.source_fd, job_.limits, {job_.control.stop, {}}),
                                    job_.request.start, job_.request.end, seconds(before_));
    const AVFrame& first = check_->first();
    encodes_recording_ = join_ > before_ && check_->comes_before(join_in_recording());
    if (opening_.drawn > 0 && !encodes_recording_) refuse("its first frame comes late");
    if (encodes_recording_ || before_ > 0) open_encoder(first);
}

void JoinedVideo::find_join() {
    const CutRequest& request = job_.request;
    SmartJoin join{request.start, request.end, opening_.drawn, {}, true};
    const double latest = latest_join(join.start, join.end);
    const std::int64_t from = FrameReader::to_timestamp(recording_, request.start + opening_.drawn);
    copy_.emplace(recording_, to_ticks(from), recording_.to_timestamp(recording_.video(), latest),
                  to_ticks(zero_ + length_ - before_));
    if (copy_->found()) {
        join.join = recording_.to_seconds(recording_.video(), copy_->first());
        join.clean = !copy_->is_crossed() && copy_->first_decoded() <= copy_->first();
    }
    if (const std::string why = why_no_join(join); !why.empty()) refuse(why);
    join_ = before_ + parts_ * copy_->first() - zero_;
    delay_ = parts_ * (copy_->first() - copy_->first_decoded());
}

const AVFrame& JoinedVideo::like() const {
    return check_->first();
}

void JoinedVideo::open_encoder(const AVFrame& like) {
    require_plain(like);
    const AVStream& video = *recording_.video();
    SeamFormat format;
    format.time_base = unit_;
    if (video.avg_frame_rate.num > 0) format.fps = video.avg_frame_rate;
    format.aspect = like.sample_aspect_ratio;
    format.profile = decision_.sequence.profile;
    format.sets_id = decision_.free_id;
    format.threads = encoder_threads(job_.request);
    format.keyframe_seconds = job_.request.keyframe_seconds;
    encoder_.emplace(format, like, [this](AVPacket* packet) {
        packet->dts = packet->pts - delay_;
        write(packet);
    });
    const auto& sequences = encoder_->sets().sequences;
    const auto sequence = sequences.empty() ? std::nullopt : read_sequence_set(sequences.front());
    if (!sequence || sequence->id != decision_.free_id || !sequence->same_size(decision_.sequence))
        refuse("the encoder's frames have another size");
}

void JoinedVideo::require_plain(const AVFrame& frame) const {
    const AVCodecParameters& codec = *recording_.video()->codecpar;
    const bool plain = frame.format == AV_PIX_FMT_YUV420P || frame.format == AV_PIX_FMT_YUVJ420P;
    if (!plain || frame.width != codec.width || frame.height != codec.height)
        refuse("frames are not as the headers say");
    if (check_->interlaced()) refuse("interlaced frames");
}

void JoinedVideo::add_to(Mp4Writer& writer, std::function<void(double)> written) {
    const CodecParameters codec(avcodec_parameters_alloc());
    if (!codec) throw std::bad_alloc();
    check(avcodec_parameters_copy(codec.get(), recording_.video()->codecpar), "parameters");
    std::vector<ParameterSets> encodings;
    if (encoder_) encodings.push_back(encoder_->sets());
    encodings.push_back(parameter_sets(extradata_of(*codec)).value());
    const std::vector<std::uint8_t> record = avc_configuration(encodings);
    av_freep(static_cast<void*>(&codec->extradata));
    codec->extradata = static_cast<std::uint8_t*>(av_mallocz(record.size() + AV_INPUT_BUFFER_PADDING_SIZE));
    if (codec->extradata == nullptr) throw std::bad_alloc();
    std::copy(record.begin(), record.end(), codec->extradata);
    codec->extradata_size = static_cast<int>(record.size());
    writer.add_copy(recording_.video(), codec.get())->time_base = unit_;
    track_.emplace(writer, clip_video_track, unit_, length_);
    written_ = std::move(written);
}

const AVFrame* JoinedVideo::next() {
    if (!encodes_recording_) return nullptr;
    const AVFrame* frame = check_->next_before(join_in_recording());
    if (frame != nullptr) require_plain(*frame);
    return frame;
}

void JoinedVideo::encode(const AVFrame* frame, std::int64_t at) {
    check_->expect(*frame, seconds(at));
    encoder_->put(frame, at);
}

void JoinedVideo::copy_rest() {
    if (encoder_) encoder_->finish();
    const AVCodecParameters& codec = *recording_.video()->codecpar;
    const std::size_t lengths = length_bytes(codec);
    copied_.seam = encoder_ ? seconds(join_) : 0;
    copied_.next_keyframe = seconds(length_);
    copied_.last_keyframe = copied_.seam;
    for (std::int64_t packets = 0; Packet packet = copy_->next(); ++packets) {
        packet->pts = before_ + parts_ * packet->pts - zero_;
        packet->dts = before_ + parts_ * packet->dts - zero_;
        if (packets > 0 && starts_decoding(*packet, codec)) {
            copied_.last_keyframe = seconds(packet->pts);
            copied_.next_keyframe = std::min(copied_.next_keyframe, copied_.last_keyframe);
        }
        // The first frame of the recording is shown from its start on.
        if (packets == 0 && !encodes_recording_) {
            packet->pts = before_;
            packet->dts = std::min(packet->dts, before_);
        }
        packet->flags &= ~AV_PKT_FLAG_DISCARD;
        av_packet_free_side_data(packet.get());
        repack(*packet, lengths);
        write(packet.get());
    }
    track_->finish();
}

void JoinedVideo::write(AVPacket* packet) {
    const double at = seconds(packet->dts);
    track_->put(packet);
    written_(at);
}

CutResult JoinedVideo::result(bool has_audio) const {
    CutResult result;
    result.start = job_.request.start;
    result.duration = seconds(before_) + job_.length();
    result.has_audio = has_audio;
    result.method = encoder_ ? CutMethod::smart : CutMethod::copied;
    result.check = check_;
    result.copied = copied_;
    return result;
}

}  // namespace lectern::media
