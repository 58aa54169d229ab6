#pragma once

#include "domain/lecture/transcript.hpp"
#include "media/speech/base/heard.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lectern::media {

// What a transcription service answered.
struct RemoteAnswer {
    std::string language;         // two letters, "" if unknown
    std::vector<Heard> segments;  // empty if the service tells no times
    std::string text;             // everything, tidy; used when there are no segments
};

// Reads the "verbose_json" and "json" forms with the liberties that services take: numbers as strings, words
// in place of segments or inside of them, languages by name, members missing or null. nullopt for what is
// neither. Pure.
std::optional<RemoteAnswer> parse_remote_answer(std::string_view body);

// Gives sentences of a text without times a share of [0, length] by their size, passing over the silences.
// Pure.
std::vector<Heard> spread_text(const std::string& text, double length, const std::vector<Silence>& silences);

}  // namespace lectern::media
