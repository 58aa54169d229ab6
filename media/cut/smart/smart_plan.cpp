#include "media/cut/smart/smart_plan.hpp"

#include <algorithm>
#include <set>

namespace lectern::media {

namespace {

// If more would be encoded, a full encode costs about as much and needs no seam.
constexpr double most_encoded = 0.75;
// It bounds what is read in vain where no IDR frame follows, and the check's memory.
constexpr double most_encoded_seconds = 120;
constexpr int most_id = 31;                 // of an SPS
constexpr std::size_t most_pictures = 200;  // an `avcC` counts them in one byte

constexpr int baseline = 66;
constexpr int main_profile = 77;
constexpr int high = 100;

std::string why_not_sequence(const SequenceSet& set) {
    if (set.profile != baseline && set.profile != main_profile && set.profile != high)
        return "profile " + std::to_string(set.profile);
    if (set.luma_bits != 8 || set.chroma_bits != 8) return std::to_string(set.luma_bits) + " bits a sample";
    if (set.chroma_format != 1) return "not 4:2:0";
    if (!set.frames_only) return "frames may be coded as fields";
    if (set.crop_left != 0 || set.crop_top != 0) return "frames are cropped at the left or the top";
    return {};
}

SmartDecision refused(std::string why) {
    return {std::move(why), 0, {}};
}

}  // namespace

SmartDecision decide_smart(const SmartSource& source) {
    if (!source.h264) return refused("not H.264");
    if (source.limited_height) return refused("the height is limited");
    if (source.interlaced) return refused("interlaced");
    if (source.mirrored) return refused("shown mirrored");
    if (source.high_range) return refused("HDR, which clips do not keep");
    if (source.too_large) return refused("larger than 1080p");
    if (source.drawn && source.turned) return refused("shown turned, and texts are drawn on its frames");
    if (source.drawn && !source.square_pixels)
        return refused("texts are drawn on its frames, whose pixels are not square");
    if (source.drawn && !source.usual_colours) return refused("texts cannot be drawn in its colours");
    if (!source.parameters) return refused("the parameter sets cannot be read");
    const auto& [sequences, pictures] = *source.parameters;
    if (sequences.empty() || pictures.empty()) return refused("the headers hold no parameter sets");
    if (sequences.size() > 1) return refused("several sequence parameter sets");
    if (pictures.size() > most_pictures) return refused("too many picture parameter sets");
    const std::optional<SequenceSet> sequence = read_sequence_set(sequences.front());
    if (!sequence) return refused("the sequence parameter set cannot be read");
    if (std::string why = why_not_sequence(*sequence); !why.empty()) return refused(std::move(why));
    std::set<int> defined;
    for (const auto& unit : pictures) {
        const std::optional<PictureSet> picture = read_picture_set(unit);
        if (!picture) return refused("a picture parameter set cannot be read");
        if (picture->sequence_id != sequence->id) return refused("a picture parameter set of another video");
        if (!defined.insert(picture->id).second) return refused("a picture parameter set is defined twice");
    }
    for (int id = 0; id <= most_id; ++id) {
        if (id != sequence->id && !defined.contains(id)) return {{}, id, *sequence};
    }
    return refused("no id of a parameter set is free");
}

double latest_join(double start, double end) {
    return start + std::min(most_encoded * (end - start), most_encoded_seconds);
}

std::string why_no_join(const SmartJoin& join) {
    const double latest = latest_join(join.start, join.end);
    if (join.start + join.drawn > latest) return "too short for its name";
    if (!join.join || *join.join > latest)
        return "no IDR frame in its first " + std::to_string(latest - join.start) + " s";
    if (!join.clean) return "frames around the IDR frame are not in order";
    return {};
}

}  // namespace lectern::media
