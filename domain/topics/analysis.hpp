#pragma once

#include "domain/lecture/transcript.hpp"

#include <optional>
#include <string>
#include <vector>

namespace lectern::topics {

// A stretch of a lecture about one thing.
struct Topic {
    double start = 0;  // seconds
    double end = 0;
    std::string name;     // 1..200 characters
    std::string summary;  // its most central sentences; may be ""
};

struct AnalyzeOptions {
    double shortest_topic = 60;   // seconds
    double longest_topic = 1800;  // seconds
};

// Cuts a transcript into topics and names them. Topics are ordered, do not overlap, begin and end on sentence
// ends and, where the transcript knows of silences, inside one; together they cover the speech. Empty for an
// empty transcript. Pure; takes milliseconds for an hour of speech.
std::vector<Topic> analyze(const Transcript& transcript, const AnalyzeOptions& options = {});

}  // namespace lectern::topics
