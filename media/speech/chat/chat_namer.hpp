#pragma once

#include "domain/base/work_control.hpp"
#include "domain/lecture/transcript.hpp"
#include "domain/topics/analysis.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace lectern::media {

struct ChatOptions {
    std::string url;                        // what comes before "/v1/chat/completions"; http is allowed
    std::string key;                        // bearer token, "" = none; never logged
    std::string model;                      // "llama3.1"
    std::string ca;                         // PEM file of an authority of one's own; "" = the system's only
    std::chrono::milliseconds retry{1000};  // before the second attempt; doubles with each further one
    std::chrono::milliseconds patience{120'000};  // for one answer
};

struct NamedTopics {
    std::vector<topics::Topic> topics;
    std::string warning;  // for the log: why some or all names are still the embedded ones; "" if none are
};

// Asks a chat model of an OpenAI-compatible service for better names and summaries, one topic at a time. The
// model is shown numbered sentences as data and gives words only: start and end of every topic stay as they
// are. What it answers is checked; a topic whose answer is no good keeps its name. Never fails; when stop is
// requested it returns early.
NamedTopics name_topics(std::vector<topics::Topic> topics, const Transcript& transcript,
                        const ChatOptions& options, const WorkControl& control);

}  // namespace lectern::media
