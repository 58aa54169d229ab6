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
    std::chrono::milliseconds answer_timeout{120'000};
};

struct NamedTopics {
    std::vector<topics::Topic> topics;
    std::string warning;  // for the log: why some topics keep their own names; "" if none does
};

// Asks a chat model of an OpenAI-compatible service for better names and summaries, one topic at a time. The
// model gets numbered sentences as data. It gives words only: start and end of a topic do not change. Answers
// are checked; a topic with an unusable answer keeps its name. Never fails; returns early when stop is
// requested.
NamedTopics name_topics(std::vector<topics::Topic> topics, const Transcript& transcript,
                        const ChatOptions& options, const WorkControl& control);

}  // namespace lectern::media
