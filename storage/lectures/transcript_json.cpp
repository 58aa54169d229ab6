#include "storage/lectures/transcript_json.hpp"

#include <boost/json.hpp>

namespace json = boost::json;

namespace lectern::storage {

std::string transcript_to_json(const Transcript& transcript) {
    json::array segments;
    segments.reserve(transcript.segments.size());
    for (const TranscriptSegment& segment : transcript.segments) {
        segments.push_back(json::array{segment.start, segment.end, segment.text});
    }
    json::array silences;
    silences.reserve(transcript.silences.size());
    for (const Silence& silence : transcript.silences)
        silences.push_back(json::array{silence.start, silence.end});
    return json::serialize(json::object{{"language", transcript.language},
                                        {"engine", transcript.engine},
                                        {"duration", transcript.duration},
                                        {"segments", std::move(segments)},
                                        {"silences", std::move(silences)}});
}

Transcript transcript_from_json(const std::string& text) {
    const json::value root = json::parse(text);
    const auto string_at = [](const json::value& value) { return std::string(value.as_string()); };
    Transcript transcript;
    transcript.language = string_at(root.at("language"));
    transcript.engine = string_at(root.at("engine"));
    transcript.duration = root.at("duration").to_number<double>();
    for (const json::value& segment : root.at("segments").as_array()) {
        transcript.segments.push_back(
            {segment.at(0).to_number<double>(), segment.at(1).to_number<double>(), string_at(segment.at(2))});
    }
    for (const json::value& silence : root.at("silences").as_array()) {
        transcript.silences.push_back({silence.at(0).to_number<double>(), silence.at(1).to_number<double>()});
    }
    return transcript;
}

}  // namespace lectern::storage
