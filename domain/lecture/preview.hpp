#pragma once

#include "domain/base/time.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lectern {

// What pages show of a recording without playing it: its waveform (peaks), a poster, and small pictures of
// every ten seconds (sprites). All of it is in one file, part after part.
struct PreviewPart {
    std::string name;  // see below
    std::int64_t offset = 0;
    std::int64_t bytes = 0;
};

// What the file contains. There are no peaks without sound, and no pictures if no frame can be decoded.
struct PreviewParts {
    int cells = 0;  // of all sheets of sprites
    std::vector<PreviewPart> parts;

    const PreviewPart* find(std::string_view name) const;  // null if there is no such part
};

struct Preview {
    std::string file;  // path in the state folder
    std::int64_t bytes = 0;
    std::string sha256;  // hex
    PreviewParts parts;
    Timestamp made_at{};
};

// How far the preview of a recording is: a job makes it, it is there, or the last job could not make it.
enum class PreviewState { making, ready, failed };
inline constexpr std::array preview_states{PreviewState::making, PreviewState::ready, PreviewState::failed};
std::string_view to_text(PreviewState state);

// The resolutions of peaks: pairs of a minimum and a maximum in each second.
inline constexpr int peak_rates[] = {1, 4, 20, 100};

// Names of parts: "peaks-20", "poster", "sprites-0".
std::string peaks_part(int rate);
inline constexpr std::string_view poster_part = "poster";
std::string sprites_part(std::int64_t sheet);

// What tells one preview from another in addresses: 12 hex digits of the file's hash.
std::string preview_version(std::string_view sha256);

}  // namespace lectern
