#include "media/av/stream_choice.hpp"

#include "media/av/codecs.hpp"

#include <algorithm>
#include <map>
#include <mutex>
#include <tuple>

extern "C" {
#include <libavutil/avstring.h>
}

namespace lectern::media {
namespace {

constexpr int picture =
    AV_DISPOSITION_ATTACHED_PIC | AV_DISPOSITION_TIMED_THUMBNAILS | AV_DISPOSITION_STILL_IMAGE;
// Audio for some listeners only, or without voices.
constexpr int special = AV_DISPOSITION_COMMENT | AV_DISPOSITION_HEARING_IMPAIRED |
                        AV_DISPOSITION_VISUAL_IMPAIRED | AV_DISPOSITION_DESCRIPTIONS |
                        AV_DISPOSITION_CLEAN_EFFECTS | AV_DISPOSITION_KARAOKE | AV_DISPOSITION_NON_DIEGETIC;
constexpr double softer = 25;  // dB; a voice that is softer than another one by this is heard through a wall
constexpr std::size_t most_remembered = 512;

bool has_decoder(const AVStream& stream) {
    const AVCodec* codec = avcodec_find_decoder(stream.codecpar->codec_id);
    return codec != nullptr && av_match_list(codec->name, decoders, ',') > 0;
}

std::string_view language_of(const AVStream& stream) {
    const AVDictionaryEntry* entry = av_dict_get(stream.metadata, "language", nullptr, 0);
    return entry != nullptr ? entry->value : "";
}

bool shares_program(const AVFormatContext& context, const AVStream& a, const AVStream* b) {
    if (b == nullptr || context.nb_programs < 2) return true;
    for (unsigned p = 0; p < context.nb_programs; ++p) {
        const AVProgram& program = *context.programs[p];
        const unsigned* begin = program.stream_index;
        const unsigned* end = begin + program.nb_stream_indexes;
        const auto has = [&](const AVStream& stream) {
            return std::find(begin, end, static_cast<unsigned>(stream.index)) != end;
        };
        if (has(a) && has(*b)) return true;
    }
    return false;
}

// The first of those with the highest rank.
template<class Rank>
AVStream* best(const std::vector<StreamSigns>& candidates, Rank rank) {
    const auto found =
        std::ranges::max_element(candidates, [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
    return found != candidates.end() ? found->stream : nullptr;
}

bool is_default(const AVStream& stream) {
    return (stream.disposition & AV_DISPOSITION_DEFAULT) != 0;
}

std::mutex memory_mutex;
std::map<FileIdentity, StreamChoice> memory;  // under the mutex

}  // namespace

// "eng" in files is "en" in options: comparing two letters is enough.
int language_rank(std::string_view said, std::string_view wanted) {
    if (wanted.size() < 2 || wanted == "auto" || said.size() < 2 || said == "und") return 1;
    return said.starts_with(wanted.substr(0, 2)) ? 2 : 0;
}

std::vector<StreamSigns> candidates(const AVFormatContext& context, AVMediaType type) {
    std::vector<StreamSigns> found;
    for (unsigned i = 0; i < context.nb_streams; ++i) {
        AVStream* stream = context.streams[i];
        if (stream->codecpar->codec_type != type || (stream->disposition & picture) != 0) continue;
        StreamSigns signs;
        signs.stream = stream;
        signs.readable = has_decoder(*stream);
        found.push_back(signs);
    }
    return found;
}

AVStream* best_video(const std::vector<StreamSigns>& candidates) {
    return best(candidates, [](const StreamSigns& signs) {
        const AVCodecParameters& codec = *signs.stream->codecpar;
        return std::tuple(signs.readable && signs.frames > 1, signs.readable, is_default(*signs.stream),
                          std::int64_t{codec.width} * codec.height);
    });
}

AVStream* best_audio(const AVFormatContext& context, const std::vector<StreamSigns>& candidates,
                     const AVStream* video, const std::string& language) {
    int most = 0;
    for (const StreamSigns& signs : candidates)
        most = std::max(most, signs.speech);
    double loudest = -100;
    for (const StreamSigns& signs : candidates) {
        if (signs.speech * 2 >= most) loudest = std::max(loudest, signs.level);
    }
    return best(candidates, [&](const StreamSigns& signs) {
        const bool speaks = signs.speech > 0 && signs.speech * 2 >= most && signs.level > loudest - softer;
        return std::tuple(signs.readable, shares_program(context, *signs.stream, video), speaks,
                          (signs.stream->disposition & special) == 0,
                          language_rank(language_of(*signs.stream), language), speaks || signs.level > -60,
                          is_default(*signs.stream));
    });
}

std::optional<StreamChoice> remembered_choice(const FileIdentity& file) {
    const std::lock_guard lock(memory_mutex);
    const auto found = memory.find(file);
    return found != memory.end() ? std::optional(found->second) : std::nullopt;
}

void remember_choice(const FileIdentity& file, const StreamChoice& choice) {
    const std::lock_guard lock(memory_mutex);
    if (memory.size() >= most_remembered) memory.clear();
    memory[file] = choice;
}

}  // namespace lectern::media
