#include "media/av/output/join.hpp"

#include "media/av/error.hpp"
#include "media/av/output/join_input.hpp"
#include "media/av/output/mp4_writer.hpp"
#include "media/av/progress.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <string_view>

namespace lectern::media {

namespace {

constexpr double longest_wait = 10;  // seconds before the first keyframe, of which nothing can be shown

// Headers that change are repeated before each keyframe. Real video has headers of some hundred bytes.
constexpr std::size_t most_repeated = 64 * 1024;

struct Track {
    std::shared_ptr<JoinInput> model;  // the first run that has it: an MP4 describes a track only once
    bool mixed = false;                // headers differ from run to run
    std::size_t longest_headers = 0;   // bytes
    AVStream* out = nullptr;
    int index = 0;
    std::int64_t last = AV_NOPTS_VALUE;  // decoding time that was written
    double end = 0;                      // of what is shown, seconds
};

std::string_view headers(const AVCodecParameters& codec) {
    if (codec.extradata_size <= 0) return {};
    return {reinterpret_cast<const char*>(codec.extradata), static_cast<std::size_t>(codec.extradata_size)};
}

// The first bytes of an AAC header tell its kind. The rest may differ or be absent.
bool same_audio(const AVCodecParameters& a, const AVCodecParameters& b) {
    if (a.sample_rate != b.sample_rate || a.ch_layout.nb_channels != b.ch_layout.nb_channels) return false;
    const bool unsaid = a.extradata_size < 2 || b.extradata_size < 2;
    return a.codec_id != AV_CODEC_ID_AAC || unsaid || headers(a).substr(0, 2) == headers(b).substr(0, 2);
}

std::string form(const AVCodecParameters& codec) {
    std::string out = avcodec_get_name(codec.codec_id);
    if (codec.sample_rate > 0)
        out +=
            " " + std::to_string(codec.sample_rate) + " Hz x" + std::to_string(codec.ch_layout.nb_channels);
    return out;
}

Failure empty() {
    return Failure::permanent("The stream is empty: it has no video and no audio.");
}

// The common clock of a part may have wrapped between the starts of its inputs.
void unwind_clocks(const std::vector<std::shared_ptr<JoinInput>>& inputs) {
    double latest = 0;
    for (const auto& input : inputs)
        if (input->clock_is_short()) latest = std::max(latest, input->start());
    for (const auto& input : inputs)
        if (input->clock_is_short() && latest - input->start() > clock_length / 2)
            input->shift(0, clock_length);
}

class Joiner {
public:
    Joiner(const JoinRequest& request, const WorkControl& control)
        : request_(request),
          control_(control),
          progress_(control),
          writer_(request.output_fd, control, request.grow) {}

    double run() {
        for (const auto& part : request_.parts)
            for (const JoinRun& one : part)
                survey(open(one, part.size() == 1));
        add(join_video);
        add(join_audio);
        if (added_ == 0) fail(empty());
        writer_.start(request_.seconds);
        for (const auto& part : request_.parts)
            copy(part);
        if (end() <= 0) fail(empty());
        writer_.finish();
        return end();
    }

private:
    std::shared_ptr<JoinInput> open(const JoinRun& run, bool alone) const {
        return std::make_shared<JoinInput>(request_, run, alone, control_);
    }

    void survey(const std::shared_ptr<JoinInput>& input) {
        for (const JoinTrack kind : {join_video, join_audio}) {
            const AVStream* stream = input->stream(kind);
            Track& track = tracks_[kind];
            if (stream == nullptr) continue;
            track.longest_headers = std::max(track.longest_headers, headers(*stream->codecpar).size());
            if (!track.model) {
                track.model = input;
                continue;
            }
            const AVCodecParameters& first = *track.model->stream(kind)->codecpar;
            const AVCodecParameters& now = *stream->codecpar;
            if (first.codec_id != now.codec_id || (kind == join_audio && !same_audio(first, now)))
                fail(Failure::permanent(
                    kind == join_audio
                        ? "The stream changes the form of its audio on the way, which one file cannot hold."
                        : "The stream changes the form of its video on the way, which one file cannot "
                          "hold.",
                    form(first) + ", then " + form(now)));
            track.mixed = track.mixed || headers(first) != headers(now);
        }
    }

    void add(JoinTrack kind) {
        Track& track = tracks_[kind];
        if (!track.model) return;
        const bool repeated = kind == join_video && track.mixed;
        if (repeated && track.longest_headers > most_repeated)
            fail(Failure::permanent(
                "The stream changes the form of its video on the way, which one file cannot hold.",
                "headers of " + std::to_string(track.longest_headers) + " bytes"));
        track.index = added_++;
        track.out =
            writer_.add_copy(track.model->stream(kind), repeated ? track.model->repeat_headers() : nullptr);
    }

    void copy(const std::vector<JoinRun>& part) {
        std::vector<std::shared_ptr<JoinInput>> inputs;
        for (const JoinRun& one : part) {
            auto input = open(one, part.size() == 1);
            if (tracks_[join_video].mixed && input->stream(join_video) != nullptr) input->repeat_headers();
            if (input->next()) inputs.push_back(std::move(input));
        }
        unwind_clocks(inputs);
        double start = inputs.empty() ? 0 : inputs.front()->start();
        for (const auto& input : inputs)
            start = std::min(start, input->start());
        // Packets before time zero only feed the decoders.
        if (start > -1) start = std::max(start, 0.0);
        const double zero = end();
        for (const auto& input : inputs)
            input->shift(start, zero);
        const auto earlier = [](const auto& a, const auto& b) { return a->at() < b->at(); };
        while (!inputs.empty()) {
            const auto first = std::ranges::min_element(inputs, earlier);
            write(**first, zero);
            if (!(*first)->next()) inputs.erase(first);
        }
    }

    void write(JoinInput& input, double zero) {
        Track& track = tracks_[input.track()];
        AVPacket* packet = input.packet();
        if (input.track() == join_video && track.last == AV_NOPTS_VALUE &&
            (packet->flags & AV_PKT_FLAG_KEY) == 0 && input.at() < zero + longest_wait)
            return;
        const AVRational unit = track.out->time_base;
        packet->dts = input.retimed(packet->dts, unit);
        packet->pts = input.retimed(packet->pts, unit);
        packet->duration = input.rescaled(packet->duration, unit);
        if (track.last != AV_NOPTS_VALUE) packet->dts = std::max(packet->dts, track.last + 1);
        packet->pts = std::max(packet->pts, packet->dts);
        packet->flags &= ~AV_PKT_FLAG_DISCARD;
        track.last = packet->dts;
        track.end = std::max(track.end, static_cast<double>(packet->pts + packet->duration) * av_q2d(unit));
        if (request_.seconds > 0) progress_.report(track.end / request_.seconds);
        writer_.write(packet, track.index, unit);
    }

    double end() const { return std::max(tracks_[join_video].end, tracks_[join_audio].end); }

    const JoinRequest& request_;
    const WorkControl& control_;
    Progress progress_;
    Mp4Writer writer_;
    std::array<Track, join_tracks> tracks_;
    int added_ = 0;
};

}  // namespace

Outcome<double> join(const JoinRequest& request, const WorkControl& control) {
    return guarded<double>([&] { return Joiner(request, control).run(); });
}

}  // namespace lectern::media
