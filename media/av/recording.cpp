#include "media/av/recording.hpp"

#include "domain/base/thread_role.hpp"
#include "media/av/codecs.hpp"
#include "media/av/error.hpp"
#include "media/av/matroska_size.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <new>
#include <string>
#include <vector>

#include <sys/stat.h>
#include <unistd.h>

extern "C" {
#include <libavutil/avstring.h>
#include <libavutil/opt.h>
}

namespace lectern::media {

namespace {

// A text in which a few bytes look like a frame of audio has a lower score.
constexpr int least_score = AVPROBE_SCORE_RETRY / 2;
constexpr int most_bad_reads = 200;

int refuse_open(AVFormatContext*, AVIOContext**, const char*, int, AVDictionary**) {
    return AVERROR(EPERM);
}

Failure unreadable(std::string detail, const std::string& looks_like = "") {
    std::string message = "The file is not a video or audio recording that Lectern can read.";
    if (!looks_like.empty()) message += " It looks like " + looks_like + ".";
    return Failure::permanent(std::move(message), std::move(detail));
}

Failure cut_off(std::string detail) {
    return Failure::permanent("The file is cut off: its end is missing. Get it again from its source.",
                              std::move(detail));
}

}  // namespace

Recording::Recording(int fd, const MediaLimits& limits, const WorkControl& control, FileWindow window)
    : fd_(fd),
      window_(window),
      control_{control.stop, {}},
      limits_(limits),
      state_(std::make_unique<State>(fd, control, window)) {}

Recording open_media(int fd, const MediaLimits& limits, const WorkControl& control, FileWindow window) {
    assert_may_block("open_media");
    prepare_libav();
    struct stat info {};
    if (::fstat(fd, &info) != 0 || !S_ISREG(info.st_mode)) fail(unreadable("not a regular file"));
    Recording recording(fd, limits, control, window);
    if (recording.file_bytes() == 0) fail(Failure::permanent("The file is empty."));
    recording.recognise();
    recording.check_streams();
    recording.check_complete();
    recording.choose_streams();
    return recording;
}

void Recording::recognise() {
    state_->interrupt.arm(limits_.open_deadline);
    AVIOContext* io = state_->io.context();
    const AVInputFormat* format = nullptr;
    const int score =
        av_probe_input_buffer2(io, &format, "", nullptr, 0, static_cast<unsigned>(limits_.probe_bytes));
    if (score == AVERROR_INVALIDDATA) fail(unreadable("no known container"));
    check_step(score, "recognise");
    if (score < least_score || av_match_list(format->name, containers, ',') == 0) {
        const bool sure = score >= least_score && format->long_name != nullptr;
        fail(unreadable(std::string("looks like ") + format->name + ", score " + std::to_string(score),
                        sure ? format->long_name : ""));
    }

    AVFormatContext* context = avformat_alloc_context();
    if (context == nullptr) throw std::bad_alloc();
    context->pb = io;
    context->interrupt_callback = state_->interrupt.callback();
    context->io_open = refuse_open;
    context->max_streams = limits_.max_streams;
    context->probesize = limits_.probe_bytes;
    Dictionary options;
    options.set("format_whitelist", containers);
    options.set("codec_whitelist", decoders);
    options.set("protocol_whitelist", "none");
    const int opened = avformat_open_input(&context, "", format, options.address());
    if (opened < 0) {
        if (opened == AVERROR(ENOMEM)) check_step(opened, "read headers");
        Failure failure = failure_from_av(opened, "read headers");
        if (failure.kind != FailureKind::permanent) check_step(opened, "read headers");
        fail(Failure::permanent("The file is cut off or damaged: it cannot be read as a recording.",
                                failure.detail));
    }
    context_.reset(context);

    // First check the sizes in the headers: the next step opens decoders.
    check_streams();
    std::vector<AVDictionary*> per_stream(context->nb_streams, nullptr);
    for (auto& dict : per_stream) {
        av_dict_set_int(&dict, "max_pixels", limits_.max_pixels, 0);
        av_dict_set(&dict, "threads", "1", 0);
    }
    const int found = avformat_find_stream_info(context, per_stream.data());
    for (auto& dict : per_stream)
        av_dict_free(&dict);
    check_step(found, "find streams");

    // What lies before time zero only feeds the decoders.
    if (context->start_time != AV_NOPTS_VALUE) origin_ = std::max<std::int64_t>(context->start_time, 0);
}

void Recording::check_streams() const {
    if (context_->nb_streams > static_cast<unsigned>(limits_.max_streams)) {
        fail(Failure::permanent("The recording has " + std::to_string(context_->nb_streams) +
                                " streams; this server accepts at most " +
                                std::to_string(limits_.max_streams) + "."));
    }
    for (unsigned i = 0; i < context_->nb_streams; ++i) {
        const AVCodecParameters& codec = *context_->streams[i]->codecpar;
        if (codec.codec_type == AVMEDIA_TYPE_VIDEO &&
            (codec.width > limits_.max_side || codec.height > limits_.max_side ||
             std::int64_t{codec.width} * codec.height > limits_.max_pixels)) {
            fail(Failure::permanent("The video of the recording is " + std::to_string(codec.width) + "x" +
                                    std::to_string(codec.height) + " pixels (" +
                                    avcodec_get_name(codec.codec_id) + "); this server accepts at most " +
                                    std::to_string(limits_.max_side) + " on a side and " +
                                    std::to_string(limits_.max_pixels) + " in all."));
        }
        if (codec.codec_type == AVMEDIA_TYPE_AUDIO &&
            (codec.ch_layout.nb_channels > limits_.max_channels || codec.sample_rate > limits_.max_rate)) {
            fail(Failure::permanent(
                "The audio of the recording has " + std::to_string(codec.ch_layout.nb_channels) +
                " channels at " + std::to_string(codec.sample_rate) + " Hz (" +
                avcodec_get_name(codec.codec_id) + "); this server accepts at most " +
                std::to_string(limits_.max_channels) + " at " + std::to_string(limits_.max_rate) + " Hz."));
        }
    }
}

// A file that is cut off shows it in its headers: by its size, or by an index that points beyond its end.
// Without this check it would be noticed only after hours of reading.
void Recording::check_complete() const {
    const std::int64_t bytes = file_bytes();
    std::array<std::uint8_t, 256> head{};
    const std::int64_t got = state_->io.read_at(0, head.data(), head.size());
    if (got > 0) {
        const auto said = matroska_size({head.data(), static_cast<std::size_t>(got)});
        if (said && *said > bytes)
            fail(cut_off(std::to_string(bytes) + " of " + std::to_string(*said) + " bytes"));
    }
    for (unsigned i = 0; i < context_->nb_streams; ++i) {
        AVStream* stream = context_->streams[i];
        const int entries = avformat_index_get_entries_count(stream);
        for (int e = std::max(0, entries - 8); e < entries; ++e) {
            const AVIndexEntry* entry = avformat_index_get_entry(stream, e);
            if (entry != nullptr && entry->pos + entry->size > bytes) {
                fail(cut_off("an index entry ends at " + std::to_string(entry->pos + entry->size) + " of " +
                             std::to_string(bytes)));
            }
        }
    }
}

int Recording::check_step(int rc, const char* what) const {
    if (rc == interrupted && state_->interrupt.timed_out()) {
        fail(Failure::permanent("Reading the recording takes too long: it may be damaged.", what));
    }
    return check(rc, what);
}

void Recording::throw_if_stopped() const {
    // The deadline is that of the last read or seek: since then the recording may have stood idle.
    if (state_->interrupt.stopped()) check(interrupted, "work");
}

double Recording::to_seconds(const AVStream* stream, std::int64_t timestamp) const {
    return static_cast<double>(timestamp) * av_q2d(stream->time_base) -
           static_cast<double>(origin_) / AV_TIME_BASE;
}

std::int64_t Recording::to_timestamp(const AVStream* stream, double seconds) const {
    return std::llround((seconds + static_cast<double>(origin_) / AV_TIME_BASE) / av_q2d(stream->time_base));
}

void Recording::read_only(const std::vector<const AVStream*>& streams) {
    for (unsigned i = 0; i < context_->nb_streams; ++i) {
        AVStream* stream = context_->streams[i];
        const bool wanted = std::find(streams.begin(), streams.end(), stream) != streams.end();
        stream->discard = wanted ? AVDISCARD_DEFAULT : AVDISCARD_ALL;
    }
}

bool Recording::read(AVPacket* packet) {
    for (int bad = 0; bad < most_bad_reads; ++bad) {
        state_->interrupt.arm(limits_.step_deadline);
        av_packet_unref(packet);
        const int rc = av_read_frame(context_.get(), packet);
        if (rc >= 0) {
            const AVStream* stream = context_->streams[packet->stream_index];
            if (stream->discard == AVDISCARD_ALL) {
                bad = 0;
                continue;
            }
            return true;
        }
        if (rc == AVERROR_EOF || context_->pb->eof_reached != 0) return false;
        if (rc == interrupted || rc == AVERROR(EIO) || rc == AVERROR(ENOMEM)) check_step(rc, "read");
    }
    return false;
}

void Recording::seek(const AVStream* stream, double seconds) {
    seek_with(stream, seconds, AVSEEK_FLAG_BACKWARD);
}

void Recording::seek_any(const AVStream* stream, double seconds) {
    seek_with(stream, seconds, AVSEEK_FLAG_BACKWARD | AVSEEK_FLAG_ANY);
}

void Recording::seek_with(const AVStream* stream, double seconds, int flags) {
    state_->interrupt.arm(limits_.step_deadline);
    const std::int64_t target = to_timestamp(stream, seconds);
    int rc = av_seek_frame(context_.get(), stream->index, target, flags);
    // A file without an index is read from its start; so is any file if the time is before its first packet.
    if (rc < 0 && rc != interrupted) {
        const std::int64_t first =
            stream->start_time != AV_NOPTS_VALUE ? std::min<std::int64_t>(stream->start_time, 0) : 0;
        rc = av_seek_frame(context_.get(), stream->index, first, AVSEEK_FLAG_BACKWARD | AVSEEK_FLAG_ANY);
    }
    if (rc < 0 && rc != interrupted) rc = av_seek_frame(context_.get(), -1, 0, AVSEEK_FLAG_BYTE);
    check_step(rc, "seek");
}

double Recording::seek_back(const AVStream* stream, double seconds, double most,
                            const std::function<bool()>& is_good) {
    double target = seconds > 0 ? seconds : before_all;
    for (double back = 0, step = 1;; step *= 2) {
        seek(stream, target);
        back += step;
        if (is_good() || target <= 0 || back > most) return target;
        target = seconds > back ? seconds - back : before_all;
    }
}

CodecContext Recording::decoder(const AVStream* stream) const {
    const AVCodec* codec = avcodec_find_decoder(stream->codecpar->codec_id);
    const bool audio = stream->codecpar->codec_type == AVMEDIA_TYPE_AUDIO;
    if (codec == nullptr || av_match_list(codec->name, decoders, ',') == 0) {
        fail(undecodable(*stream, "no decoder"));
    }
    CodecContext decoder(avcodec_alloc_context3(codec));
    if (!decoder) throw std::bad_alloc();
    check(avcodec_parameters_to_context(decoder.get(), stream->codecpar), "decoder parameters");
    decoder->pkt_timebase = stream->time_base;
    decoder->max_pixels = limits_.max_pixels;
    decoder->thread_count = audio ? 1 : limits_.decoder_threads;
    decoder->err_recognition = 0;
    check(avcodec_open2(decoder.get(), codec, nullptr), "open decoder");
    return decoder;
}

}  // namespace lectern::media
