#pragma once

#include "domain/base/error.hpp"
#include "media/cut/styled/style.hpp"
#include "server/pipeline/payloads.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace lectern::pipeline {

// "#1d3557" as 0xRRGGBB; nullopt for anything else.
std::optional<std::uint32_t> parse_colour(const std::string& text);

// "1280x720"; nullopt for anything else.
std::optional<media::FrameSize> parse_frame(const std::string& text);

// The configured style, with the values that the request sets. Error::invalid if it cannot be drawn. A
// request that sets only the width or the height of the frame gets the other one of the configured size, or
// of a frame of 16:9 if none is configured.
Result<media::StyleOptions> style_of(const CutPayload& payload, const media::StyleOptions& configured,
                                     const std::string& snippet_name);

}  // namespace lectern::pipeline
