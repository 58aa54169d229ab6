#include "media/pictures/preview.hpp"

#include "domain/lecture/sprites.hpp"
#include "media/av/audio_decoder.hpp"
#include "media/av/error.hpp"
#include "media/av/progress.hpp"
#include "media/av/recording.hpp"
#include "media/pictures/peaks.hpp"
#include "media/pictures/recording_pictures.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace lectern::media {
namespace {

// Writes parts one after the other and notes where they are.
class PartWriter {
public:
    explicit PartWriter(const PreviewRequest& request) : request_(request) {}

    void add(std::string name, std::string_view bytes) {
        request_.write(bytes);
        const auto size = static_cast<std::int64_t>(bytes.size());
        parts.parts.push_back({std::move(name), end_, size});
        end_ += size;
    }

    PreviewParts parts;

private:
    const PreviewRequest& request_;
    std::int64_t end_ = 0;
};

// Calls `work`. If the media is to blame for its failure, returns false.
template<class Work>
bool succeeds(const Work& work) {
    try {
        work();
        return true;
    } catch (const MediaError& error) {
        if (error.failure().kind != FailureKind::permanent) throw;
        return false;
    }
}

class Sound {
public:
    Sound(Recording& recording, double longest)
        : decoder_(recording, recording.audio(), {PeakMeter::rate, 1, 0},
                   [this, longest](std::span<const float> samples) {
                       // Damaged times would fill days with silence.
                       if (meter_.seconds() > longest)
                           fail(Failure::permanent("The times of this recording's audio are damaged."));
                       meter_.add(samples);
                   }) {}

    // Null at the end. After damage that cannot be passed, what was heard before it counts.
    void put(const AVPacket* packet) {
        if (!broken_) broken_ = !succeeds([&] { decoder_.put(packet); });
    }
    void write(PartWriter& writer) {
        if (!decoder_.heard_anything()) return;
        meter_.finish();
        for (const int rate : peak_rates)
            writer.add(peaks_part(rate),
                       peaks_file(fewer_pairs(meter_.pairs(), PeakMeter::peaks_a_second / rate), rate));
    }

private:
    PeakMeter meter_;
    AudioDecoder decoder_;
    bool broken_ = false;
};

double duration_of(const Recording& recording, const PreviewRequest& request) {
    const std::int64_t said = recording.context()->duration;
    const double by_file = said != AV_NOPTS_VALUE ? static_cast<double>(said) / AV_TIME_BASE : 0;
    return std::clamp(request.duration > 0 ? request.duration : by_file, 0.0, request.longest);
}

}  // namespace

Outcome<PreviewParts> make_preview(const PreviewRequest& request, const MediaLimits& limits,
                                   const WorkControl& control) {
    return guarded<PreviewParts>([&] {
        Recording recording = open_media(request.recording, limits, control);
        const double duration = duration_of(recording, request);
        PartWriter writer(request);
        std::optional<RecordingPictures> pictures;
        std::optional<Sound> sound;
        std::vector<const AVStream*> streams;
        const auto add_sheet = [&](int sheet, const std::string& jpeg) {
            writer.add(sprites_part(sheet), jpeg);
        };
        if (recording.video() && succeeds([&] { pictures.emplace(recording, duration, add_sheet); }))
            streams.push_back(recording.video());
        // The margin is for audio that goes on after the video.
        if (recording.audio() && succeeds([&] { sound.emplace(recording, request.longest + 60); }))
            streams.push_back(recording.audio());
        if (streams.empty()) fail(Failure::permanent("Nothing of the recording can be decoded."));
        recording.read_only(streams);
        // The containers that can pass over the other frames need not read them.
        if (pictures) recording.video()->discard = AVDISCARD_NONKEY;

        Progress progress(control);
        const Packet packet = make_packet();
        while (recording.read(packet.get())) {
            recording.throw_if_stopped();
            if (pictures && packet->stream_index == recording.video()->index)
                succeeds([&] { pictures->put(*packet); });  // a frame that fails is left out
            else if (sound)
                sound->put(packet.get());
            const AVStream* stream = recording.context()->streams[packet->stream_index];
            if (duration > 0 && packet->pts != AV_NOPTS_VALUE)
                progress.report(recording.to_seconds(stream, packet->pts) / duration);
        }
        if (pictures) {
            writer.parts.cells = pictures->finish();
            if (const std::string poster = pictures->poster(); !poster.empty())
                writer.add(std::string(poster_part), poster);
        }
        if (sound) {
            sound->put(nullptr);
            sound->write(writer);
        }
        if (writer.parts.parts.empty()) fail(Failure::permanent("Nothing of the recording can be decoded."));
        return std::move(writer.parts);
    });
}

}  // namespace lectern::media
