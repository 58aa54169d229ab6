#include "media/av/error.hpp"
#include "media/av/video_rotation.hpp"
#include "media/cut/clip_audio.hpp"
#include "media/cut/copy/audio_copy.hpp"
#include "media/cut/copy/video_copy.hpp"
#include "media/cut/copy/video_track.hpp"
#include "media/cut/modes.hpp"
#include "media/cut/smart/avc_packet.hpp"
#include "media/cut/smart/seam_encoder.hpp"
#include "media/cut/smart/smart_plan.hpp"

#include <algorithm>

namespace lectern::media {

namespace {

[[noreturn]] void refuse(const std::string& why) {
    fail(Failure::permanent("The video cannot be cut without encoding all of it: use the mode exact.", why));
}

SmartSource source_of(const AVStream& stream, const CutRequest& request) {
    const AVCodecParameters& codec = *stream.codecpar;
    SmartSource source;
    source.h264 = codec.codec_id == AV_CODEC_ID_H264;
    source.interlaced = is_interlaced(stream);
    source.mirrored = video_orientation(stream).mirrored;
    source.high_range = codec.color_trc == AVCOL_TRC_SMPTE2084 || codec.color_trc == AVCOL_TRC_ARIB_STD_B67;
    source.limited_height = request.most_height > 0;
    if (source.h264) source.parameters = parameter_sets(extradata_of(codec));
    return source;
}

// In MP4, only of this kind all browsers play every sample at its place.
bool may_copy(const AVStream& audio) {
    return audio.codecpar->codec_id == AV_CODEC_ID_AAC && audio.codecpar->profile == FF_PROFILE_AAC_LOW;
}

class SmartClip {
public:
    SmartClip(const CutJob& job, bool copy_audio)
        : job_(job),
          copy_audio_(copy_audio),
          recording_(job.open_anywhere()),
          writer_(job.request.output_fd, job.control, job.request.grow) {
        recording_.context()->flags |= AVFMT_FLAG_GENPTS;
    }

    CutResult make() {
        if (recording_.video() == nullptr) refuse("no video");
        decision_ = decide_smart(source_of(*recording_.video(), job_.request));
        if (!decision_.possible()) refuse(decision_.why_not);
        if (copy_audio_ && recording_.audio() != nullptr && !may_copy(*recording_.audio()))
            throw AudioRefused(Failure::permanent("The audio cannot be copied.", "its format"));
        unit_ = FrameReader::time_base(*recording_.video());
        parts_ = FrameReader::parts_of_a_tick(*recording_.video());
        zero_ = FrameReader::to_timestamp(recording_, job_.request.start);
        length_ = FrameReader::to_timestamp(recording_, job_.request.end) - zero_;
        find_join();
        open_head();
        open_tracks();
        put_head();
        put_copies();
        video_->finish();
        if (audio_) audio_->finish();
        writer_.finish(job_.length());
        return {job_.request.start,
                job_.length(),
                audio_ != nullptr,
                head_ ? CutMethod::smart : CutMethod::copied,
                check_,
                copied_};
    }

private:
    double seconds(std::int64_t at) const { return static_cast<double>(at) * av_q2d(unit_); }
    // Rounds up: half a tick after a timestamp is after its frame.
    std::int64_t to_ticks(std::int64_t at) const { return parts_ == 2 ? (at + 1) >> 1 : at; }

    void find_join() {
        SmartJoin join{job_.request.start, job_.request.end, {}, true};
        const std::int64_t latest =
            recording_.to_timestamp(recording_.video(), latest_join(join.start, join.end));
        copy_.emplace(recording_, to_ticks(zero_), latest, to_ticks(zero_ + length_));
        if (copy_->found()) {
            join.join = recording_.to_seconds(recording_.video(), copy_->first());
            join.clean = !copy_->is_crossed() && copy_->first_decoded() <= copy_->first();
        }
        if (const std::string why = why_no_join(join); !why.empty()) refuse(why);
        join_ = parts_ * copy_->first() - zero_;
        delay_ = parts_ * (copy_->first() - copy_->first_decoded());
    }

    // Finds the frames before the join, and opens an encoder for them if there are any.
    void open_head() {
        check_ = std::make_shared<SeamCheck>(
            open_media(job_.request.source_fd, job_.limits, {job_.control.stop, {}}), job_.request.start,
            job_.request.end);
        if (join_ > 0) head_frame_ = check_->next_to_encode(zero_ + join_);
        if (head_frame_ == nullptr) return;
        check_head_frame();
        const AVStream& video = *recording_.video();
        SeamFormat format;
        format.time_base = unit_;
        if (video.avg_frame_rate.num > 0) format.fps = video.avg_frame_rate;
        format.aspect = head_frame_->sample_aspect_ratio;
        format.profile = decision_.sequence.profile;
        format.sets_id = decision_.free_id;
        format.threads = encoder_threads(job_.request);
        format.keyframe_seconds = job_.request.keyframe_seconds;
        head_.emplace(format, *head_frame_, [this](AVPacket* packet) {
            packet->dts = packet->pts - delay_;
            write(packet);
        });
        const auto& sequences = head_->sets().sequences;
        const auto sequence = sequences.empty() ? std::nullopt : read_sequence_set(sequences.front());
        if (!sequence || sequence->id != decision_.free_id || !sequence->same_size(decision_.sequence))
            refuse("the encoder's frames have another size");
    }

    void check_head_frame() const {
        const AVCodecParameters& codec = *recording_.video()->codecpar;
        const bool plain =
            head_frame_->format == AV_PIX_FMT_YUV420P || head_frame_->format == AV_PIX_FMT_YUVJ420P;
        if (!plain || head_frame_->width != codec.width || head_frame_->height != codec.height)
            refuse("frames are not as the headers say");
        if (check_->interlaced()) refuse("interlaced frames");
    }

    void open_tracks() {
        const CodecParameters codec(avcodec_parameters_alloc());
        if (!codec) throw std::bad_alloc();
        check(avcodec_parameters_copy(codec.get(), recording_.video()->codecpar), "parameters");
        std::vector<ParameterSets> encodings;
        if (head_) encodings.push_back(head_->sets());
        encodings.push_back(parameter_sets(extradata_of(*codec)).value());
        const std::vector<std::uint8_t> record = avc_configuration(encodings);
        av_freep(static_cast<void*>(&codec->extradata));
        codec->extradata =
            static_cast<std::uint8_t*>(av_mallocz(record.size() + AV_INPUT_BUFFER_PADDING_SIZE));
        if (codec->extradata == nullptr) throw std::bad_alloc();
        std::copy(record.begin(), record.end(), codec->extradata);
        codec->extradata_size = static_cast<int>(record.size());
        writer_.add_copy(recording_.video(), codec.get())->time_base = unit_;
        video_.emplace(writer_, clip_video_track, unit_, length_);
        if (recording_.audio() != nullptr) {
            audio_ = copy_audio_ ? copied_audio(job_, job_.request.start, writer_)
                                 : encoded_audio(job_, *recording_.audio(), job_.request.start, writer_);
        }
        start_tracks(writer_, job_.length(), audio_ != nullptr && copy_audio_);
    }

    void put_head() {
        if (!head_) return;
        for (; head_frame_ != nullptr; head_frame_ = check_->next_to_encode(zero_ + join_)) {
            check_head_frame();
            head_->put(head_frame_, check_->at());
        }
        head_->finish();
    }

    void put_copies() {
        const AVCodecParameters& codec = *recording_.video()->codecpar;
        const std::size_t lengths = length_bytes(codec);
        copied_.seam = head_ ? seconds(join_) : 0;
        copied_.next_keyframe = job_.length();
        copied_.last_keyframe = copied_.seam;
        for (std::int64_t packets = 0; Packet packet = copy_->next(); ++packets) {
            packet->pts = parts_ * packet->pts - zero_;
            packet->dts = parts_ * packet->dts - zero_;
            if (packets > 0 && starts_decoding(*packet, codec)) {
                copied_.last_keyframe = seconds(packet->pts);
                copied_.next_keyframe = std::min(copied_.next_keyframe, copied_.last_keyframe);
            }
            // The first frame of the clip is shown from the start on.
            if (packets == 0 && !head_) {
                packet->pts = 0;
                packet->dts = std::min<std::int64_t>(packet->dts, 0);
            }
            packet->flags &= ~AV_PKT_FLAG_DISCARD;
            av_packet_free_side_data(packet.get());
            repack(*packet, lengths);
            write(packet.get());
        }
    }

    void write(AVPacket* packet) {
        const double at = seconds(packet->dts);
        video_->put(packet);
        if (audio_) audio_->write_until(at);
        job_.progress(at / job_.length());
    }

    const CutJob& job_;
    bool copy_audio_;
    Recording recording_;
    Mp4Writer writer_;
    SmartDecision decision_;
    // Times of the clip are in the unit of the recording's decoded frames: its ticks, or halves of them.
    AVRational unit_{1, 1};
    int parts_ = 1;            // units of a tick
    std::int64_t zero_ = 0;    // the start of the clip, as the recording counts
    std::int64_t length_ = 0;  // of the clip
    std::int64_t join_ = 0;    // in the clip
    std::int64_t delay_ = 0;   // from a frame's decoding to its time
    std::optional<VideoCopy> copy_;
    std::shared_ptr<SeamCheck> check_;
    const AVFrame* head_frame_ = nullptr;
    std::optional<SeamEncoder> head_;
    std::optional<VideoTrack> video_;
    std::unique_ptr<ClipAudio> audio_;
    CopiedVideo copied_;
};

}  // namespace

CutResult cut_smart(const CutJob& job) {
    return SmartClip(job, true).make();
}

CutResult cut_smart_with_new_audio(const CutJob& job) {
    return SmartClip(job, false).make();
}

}  // namespace lectern::media
