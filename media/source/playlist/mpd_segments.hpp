#pragma once

#include "media/source/playlist/plan.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <pugixml.hpp>

namespace lectern::media {

// One chosen representation: the three elements that say where its segments are, each going over those
// before.
struct MpdTrack {
    pugi::xml_node period, set, representation;
    Url base;                       // all BaseURL elements resolved
    std::optional<double> seconds;  // of its period, if that is known
};

// What a representation's segments come to: SegmentTemplate by number or by time, SegmentList, or the whole
// file of SegmentBase and BaseURL. Fails permanently for what makes no sense or asks for too much;
// `budget` is of the whole plan.
Outcome<Run> segments_of(const MpdTrack& track, PlanBudget& budget);

// A template with its $Identifiers$ filled in ("$Number%05d$" too); nullopt for unknown ones, and for
// more than an address may have.
struct TemplateValues {
    std::string_view id;
    std::uint64_t bandwidth = 0;
    std::uint64_t number = 0;
    std::uint64_t time = 0;
};
std::optional<std::string> fill_template(std::string_view text, const TemplateValues& values);

}  // namespace lectern::media
