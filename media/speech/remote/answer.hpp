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

// Reads the "verbose_json" and "json" forms, and the variants of real services: numbers as strings, words in
// place of segments or inside them, languages by name, members missing or null. nullopt for other texts.
// Pure.
std::optional<RemoteAnswer> parse_remote_answer(std::string_view body);

// Splits a text without times into sentences, and gives each a part of [0, length] by its size. Silences get
// no text. Pure.
std::vector<Heard> spread_text(const std::string& text, double length, const std::vector<Silence>& silences);

}  // namespace lectern::media
