#include "media/speech/checkpoint.hpp"

#include <algorithm>
#include <cmath>

#include <boost/json.hpp>

namespace lectern::media {
namespace {

namespace json = boost::json;

constexpr int version = 1;

// Milliseconds keep the text short: a two-hour lecture has thousands of times.
std::int64_t to_milliseconds(double seconds) {
    return std::llround(seconds * 1000);
}
double to_seconds(const json::value& milliseconds) {
    return milliseconds.to_number<double>() / 1000;
}

}  // namespace

std::string to_text(const Checkpoint& checkpoint) {
    json::array segments;
    for (const TranscriptSegment& segment : checkpoint.heard.segments) {
        segments.push_back({to_milliseconds(segment.start), to_milliseconds(segment.end), segment.text});
    }
    json::array silences;
    for (const Silence& silence : checkpoint.heard.silences) {
        silences.push_back({to_milliseconds(silence.start), to_milliseconds(silence.end)});
    }
    return json::serialize(json::object{{"version", version},
                                        {"engine", checkpoint.heard.engine},
                                        {"language", checkpoint.heard.language},
                                        {"next", to_milliseconds(checkpoint.next)},
                                        {"segments", std::move(segments)},
                                        {"silences", std::move(silences)}});
}

std::optional<Checkpoint> parse_checkpoint(const std::string& text, const std::string& engine) {
    if (text.empty()) return std::nullopt;
    try {
        const json::value parsed = json::parse(text);
        const json::object& object = parsed.as_object();
        if (object.at("version") != version || object.at("engine").as_string() != engine) return std::nullopt;
        Checkpoint checkpoint;
        checkpoint.heard.engine = engine;
        checkpoint.heard.language = json::value_to<std::string>(object.at("language"));
        checkpoint.next = to_seconds(object.at("next"));
        for (const json::value& item : object.at("segments").as_array()) {
            checkpoint.heard.segments.push_back(
                {to_seconds(item.at(0)), to_seconds(item.at(1)), json::value_to<std::string>(item.at(2))});
        }
        for (const json::value& item : object.at("silences").as_array()) {
            checkpoint.heard.silences.push_back({to_seconds(item.at(0)), to_seconds(item.at(1))});
        }
        if (!(checkpoint.next >= 0)) return std::nullopt;
        return checkpoint;
    } catch (const boost::system::system_error&) {
        return std::nullopt;
    } catch (const std::exception&) {  // a member of another type or none
        return std::nullopt;
    }
}

}  // namespace lectern::media
