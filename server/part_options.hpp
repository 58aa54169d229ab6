#pragma once

#include "domain/topics/analysis.hpp"
#include "media/av/limits.hpp"
#include "media/cut/styled/style.hpp"
#include "media/source/options.hpp"
#include "media/speech/chat/chat_namer.hpp"
#include "media/speech/transcriber.hpp"
#include "server/http/server.hpp"
#include "server/jobs/runner.hpp"
#include "server/options/settings.hpp"
#include "storage/open_database.hpp"

#include <optional>

// Converts the settings to the options of each part of the program. An invalid value is a std::runtime_error;
// what() is a sentence for the person who wrote the configuration.
namespace lectern::part_options {

storage::DatabaseOptions database(const options::Settings& settings);
media::SourceOptions sources(const options::Settings& settings);
media::MediaLimits limits(const options::Settings& settings);
media::SpeechOptions speech(const options::Settings& settings);
topics::AnalyzeOptions topics(const options::Settings& settings);
media::ChatOptions chat(const options::Settings& settings);
media::StyleOptions style(const options::Settings& settings);
jobs::Runner::Options runner(const options::Settings& settings);
std::optional<http::PublicUrl> public_url(const options::Settings& settings);
http::ServerOptions server(const options::Settings& settings);

}  // namespace lectern::part_options
