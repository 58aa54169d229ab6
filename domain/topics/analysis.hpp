#pragma once

#include "domain/lecture/transcript.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lectern::topics {

// Where the name of a topic comes from.
struct NameSource {
    std::string_view origin;  // "headline", "phrase" or "number", see NameOrigin
    std::string sentence;     // as it was said; of a numbered topic the first one
    double second = 0;        // when it begins
};

// A part of a lecture that is about one subject.
struct Topic {
    double start = 0;  // seconds
    double end = 0;
    std::string name;     // 1..200 characters
    std::string summary;  // one or two of its sentences; can be ""
    // None if a person or a chat model gave the name.
    std::optional<NameSource> name_source = {};
};

struct AnalyzeOptions {
    double shortest_topic = 60;   // seconds
    double longest_topic = 1800;  // seconds
};

// Divides a transcript into topics and names them. Topics are ordered and do not overlap; together they cover
// all speech. A topic begins and ends between two sentences, and inside a silence if the transcript has one
// there. Empty for an empty transcript. Pure; an hour of speech takes milliseconds.
std::vector<Topic> analyze(const Transcript& transcript, const AnalyzeOptions& options = {});

}  // namespace lectern::topics
