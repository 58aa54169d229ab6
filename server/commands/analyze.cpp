#include "server/commands/analyze.hpp"

#include "domain/lecture/transcript.hpp"
#include "domain/topics/analysis.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <cstdint>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <string_view>
#include <system_error>

#include <boost/json.hpp>

namespace lectern::commands {
namespace {

namespace json = boost::json;

// Two days of speech are about 3 MB, so a file above this limit is not a transcript.
constexpr std::size_t most_bytes = 64 << 20;
constexpr double longest_recording = 7 * 24 * 3600;  // seconds

struct BadTranscript : std::runtime_error {
    using std::runtime_error::runtime_error;
};

json::value parse_stream(std::istream& in) {
    json::stream_parser parser;
    std::array<char, 65536> block{};
    std::size_t bytes = 0;
    boost::system::error_code error;
    while (in.read(block.data(), block.size()), in.gcount() > 0) {
        const auto size = static_cast<std::size_t>(in.gcount());
        parser.write(block.data(), size, error);
        if (error) throw BadTranscript("not JSON: " + error.message());
        bytes += size;
        if (bytes > most_bytes) throw BadTranscript("larger than 64 MB");
    }
    if (in.bad()) throw BadTranscript("cannot be read");
    parser.finish(error);
    if (error) throw BadTranscript("not JSON: " + error.message());
    return parser.release();
}

json::value read_json(const std::string& path) {
    if (path == "-") return parse_stream(std::cin);
    std::ifstream file(path, std::ios::binary);
    if (!file) throw BadTranscript(std::generic_category().message(errno));
    return parse_stream(file);
}

double seconds(const json::object& object, std::string_view name, const std::string& where) {
    const auto* value = object.if_contains(name);
    if (value == nullptr) throw BadTranscript(where + std::string(name) + " is missing");
    boost::system::error_code error;
    const double number = value->to_number<double>(error);
    if (error || !std::isfinite(number)) throw BadTranscript(where + std::string(name) + " must be a number");
    if (number < 0 || number > longest_recording) {
        throw BadTranscript(where + std::string(name) + " must be between 0 and 604800 seconds");
    }
    return number;
}

std::string text(const json::object& object, std::string_view name, const std::string& where) {
    const auto* value = object.if_contains(name);
    if (value == nullptr) throw BadTranscript(where + std::string(name) + " is missing");
    if (!value->is_string()) throw BadTranscript(where + std::string(name) + " must be a text");
    return std::string(value->get_string());
}

// Calls `read(object, "name.3.")` for every item of a list of objects.
template<class Read>
void each_item(const json::object& root, std::string_view name, Read read) {
    const auto* list = root.if_contains(name);
    if (list == nullptr || list->is_null()) return;
    if (!list->is_array()) throw BadTranscript(std::string(name) + " must be a list");
    std::size_t index = 0;
    for (const auto& item : list->get_array()) {
        const auto where = std::string(name) + '.' + std::to_string(index++);
        if (!item.is_object()) throw BadTranscript(where + " must be an object");
        read(item.get_object(), where + '.');
    }
}

Transcript transcript_of(const json::value& value) {
    if (!value.is_object()) throw BadTranscript("must be a JSON object");
    const auto& root = value.get_object();
    if (!root.contains("segments")) throw BadTranscript("segments is missing");

    Transcript transcript;
    if (root.contains("language") && !root.at("language").is_null())
        transcript.language = text(root, "language", "");
    each_item(root, "segments", [&](const json::object& item, const std::string& where) {
        transcript.segments.push_back(
            {seconds(item, "start", where), seconds(item, "end", where), text(item, "text", where)});
    });
    each_item(root, "silences", [&](const json::object& item, const std::string& where) {
        transcript.silences.push_back({seconds(item, "start", where), seconds(item, "end", where)});
    });
    std::sort(transcript.silences.begin(), transcript.silences.end(),
              [](const Silence& a, const Silence& b) { return a.start < b.start; });
    if (root.contains("duration") && !root.at("duration").is_null()) {
        transcript.duration = seconds(root, "duration", "");
    }
    return transcript;
}

Transcript read_transcript(const std::string& path) {
    try {
        return transcript_of(read_json(path));
    } catch (const BadTranscript& problem) {
        throw std::runtime_error(path + ": " + problem.what());
    }
}

// Rounded to the millisecond; further digits are rounding errors of the analysis.
double rounded(double second) {
    return std::round(second * 1000) / 1000;
}

}  // namespace

void analyze(const std::string& transcript_path, std::ostream& out) {
    json::array snippets;
    for (const auto& topic : topics::analyze(read_transcript(transcript_path))) {
        json::object snippet{{"name", topic.name}};
        if (const auto& source = topic.name_source) {
            snippet["name_origin"] = source->origin;
            snippet["name_sentence"] = source->sentence;
            snippet["name_second"] = rounded(source->second);
        }
        snippet["summary"] = topic.summary;
        snippet["start_second"] = static_cast<std::int64_t>(std::floor(topic.start));
        snippet["end_second"] = static_cast<std::int64_t>(std::ceil(topic.end));
        snippet["start"] = rounded(topic.start);
        snippet["end"] = rounded(topic.end);
        snippets.push_back(std::move(snippet));
    }
    out << json::serialize(json::object{{"snippets", std::move(snippets)}}) << '\n' << std::flush;
    if (!out) throw std::runtime_error("the output could not be written");
}

}  // namespace lectern::commands
