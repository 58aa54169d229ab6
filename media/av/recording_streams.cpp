#include "media/av/audio_decoder.hpp"
#include "media/av/bursts.hpp"
#include "media/av/error.hpp"
#include "media/av/recording.hpp"
#include "media/av/stream_choice.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include <sys/stat.h>

namespace lectern::media {
namespace {

// Parts of the recording that are looked at, in seconds. A short recording is read whole.
constexpr int most_parts = 6;
constexpr double part_seconds = 4;
constexpr int most_packets = 20'000;  // of one part
constexpr double audible = 1e-6;      // power of a sample
// Seconds of audio that a part can have, and some more. Damaged times would fill days with silence.
constexpr double longest_heard = most_parts * part_seconds + 2;

FileIdentity identity_of(int fd, const FileWindow& window, const std::string& language) {
    struct stat info {};
    if (::fstat(fd, &info) != 0) return {};
    FileIdentity identity{{static_cast<std::int64_t>(info.st_dev), static_cast<std::int64_t>(info.st_ino),
                           info.st_size, info.st_mtim.tv_sec, info.st_mtim.tv_nsec, window.first,
                           window.length}};
    for (const char c : language)
        identity.parts.push_back(c);
    return identity;
}

// What one audio stream says in the parts that are read.
class Hearing {
public:
    explicit Hearing(StreamSigns& signs) : signs_(signs) {}

    void begin(Recording& recording, double start) {
        ear_.reset();
        meter_ = {};
        if (!signs_.readable) return;
        try {
            ear_.emplace(recording, signs_.stream, AudioFormat{BurstMeter::rate, 1, start},
                         [this](std::span<const float> samples) { take(samples); });
        } catch (const MediaError&) {
            signs_.readable = false;
        }
    }
    void put(const AVPacket* packet) {
        if (!ear_) return;
        try {
            ear_->put(packet);
        } catch (const MediaError&) {
            ear_.reset();  // damaged: the other streams are heard
        }
    }
    const AVStream* stream() const { return signs_.stream; }
    void finish() {
        signs_.speech += seconds_of_speech(meter_);
        if (heard_ > 0) signs_.level = 10 * std::log10(power_ / static_cast<double>(heard_));
    }

private:
    void take(std::span<const float> samples) {
        if (meter_.seconds() > longest_heard)
            fail(Failure::permanent("The times of this recording's audio are damaged."));
        meter_.add(samples);
        for (const float sample : samples) {
            const double power = static_cast<double>(sample) * sample;
            if (power < audible) continue;
            power_ += power;
            ++heard_;
        }
    }

    StreamSigns& signs_;
    std::optional<AudioDecoder> ear_;
    BurstMeter meter_;
    double power_ = 0;
    std::int64_t heard_ = 0;
};

class Look {
public:
    Look(Recording& recording, std::vector<StreamSigns>& video, std::vector<StreamSigns>& audio)
        : recording_(recording), video_(video) {
        std::vector<const AVStream*> streams;
        for (const auto* signs : {&video, &audio}) {
            for (const StreamSigns& one : *signs)
                streams.push_back(one.stream);
        }
        if (audio.size() > 1) {
            for (StreamSigns& one : audio)
                hearings_.emplace_back(one);
        }
        frames_.resize(video.size());
        recording.read_only(streams);
        // Audio has a place to start from everywhere.
        by_ = audio.empty() ? video.front().stream : audio.front().stream;
    }

    void look() {
        const double length = recording_.find_end();
        const bool whole = length < most_parts * part_seconds;
        const int parts = whole ? 1 : most_parts;
        for (int part = 0; part < parts; ++part)
            look_from(whole ? 0 : length * (part + 0.5) / parts, whole ? length : part_seconds);
        for (std::size_t i = 0; i < video_.size(); ++i)
            video_[i].frames = static_cast<int>(frames_[i].size());
    }

private:
    void look_from(double start, double seconds) {
        recording_.seek(by_, start > 1 ? start - 1 : Recording::before_all);
        for (Hearing& hearing : hearings_)
            hearing.begin(recording_, start);
        const Packet packet = make_packet();
        for (int read = 0; read < most_packets && recording_.read(packet.get()); ++read) {
            recording_.throw_if_stopped();
            const AVStream* stream = recording_.context()->streams[packet->stream_index];
            const std::int64_t at = packet->dts != AV_NOPTS_VALUE ? packet->dts : packet->pts;
            // A second more, since streams are not exactly side by side.
            if (at != AV_NOPTS_VALUE && recording_.to_seconds(stream, at) > start + seconds + 1) break;
            for (std::size_t i = 0; i < video_.size(); ++i) {
                if (video_[i].stream == stream) frames_[i].insert(at);
            }
            for (Hearing& hearing : hearings_) {
                if (hearing.stream() == stream) hearing.put(packet.get());
            }
        }
        for (Hearing& hearing : hearings_)
            hearing.finish();
    }

    Recording& recording_;
    std::vector<StreamSigns>& video_;
    std::vector<Hearing> hearings_;
    std::vector<std::set<std::int64_t>> frames_;  // the times of those that were seen
    const AVStream* by_ = nullptr;
};

}  // namespace

// Another opening of the file is read, so that this one stays at its start.
void Recording::choose_streams() {
    const AVFormatContext& context = *context_;
    std::vector<StreamSigns> video = candidates(context, AVMEDIA_TYPE_VIDEO);
    std::vector<StreamSigns> audio = candidates(context, AVMEDIA_TYPE_AUDIO);
    const auto stream_at = [&](int index) { return index < 0 ? nullptr : context_->streams[index]; };
    const bool clear = video.size() < 2 && audio.size() < 2;
    const FileIdentity identity = clear ? FileIdentity{} : identity_of(fd_, window_, limits_.language);
    const auto known = clear ? std::nullopt : remembered_choice(identity);
    if (known) {
        video_ = stream_at(known->video);
        audio_ = stream_at(known->audio);
        return;
    }
    if (!clear) {
        try {
            Recording other(fd_, limits_, control_, window_);
            other.recognise();
            std::vector<StreamSigns> other_video = candidates(*other.context_, AVMEDIA_TYPE_VIDEO);
            std::vector<StreamSigns> other_audio = candidates(*other.context_, AVMEDIA_TYPE_AUDIO);
            Look(other, other_video, other_audio).look();
            const auto copy = [&](std::vector<StreamSigns>& to, const std::vector<StreamSigns>& from) {
                for (std::size_t i = 0; i < std::min(to.size(), from.size()); ++i) {
                    AVStream* stream = to[i].stream;
                    to[i] = from[i];
                    to[i].stream = stream;
                }
            };
            copy(video, other_video);
            copy(audio, other_audio);
        } catch (const MediaError& error) {
            if (error.failure().kind != FailureKind::permanent) throw;
        }
    }
    video_ = best_video(video);
    audio_ = best_audio(context, audio, video_, limits_.language);
    if (!clear) {
        remember_choice(identity,
                        {video_ != nullptr ? video_->index : -1, audio_ != nullptr ? audio_->index : -1});
    }
}

}  // namespace lectern::media
