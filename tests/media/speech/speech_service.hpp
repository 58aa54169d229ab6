#pragma once

#include "domain/base/unique_fd.hpp"

#include <string>

#include <boost/json.hpp>
#include <sys/types.h>

namespace lectern::media {

// Runs speech_service.py for as long as it lives. Throws if it does not start.
class SpeechService {
public:
    SpeechService();
    SpeechService(const SpeechService&) = delete;
    SpeechService& operator=(const SpeechService&) = delete;
    ~SpeechService();

    std::string url(const std::string& scene) const { return "http://127.0.0.1:" + port_ + "/" + scene; }
    // What was asked of one scene, in order.
    std::vector<boost::json::object> asked(const std::string& scene) const;
    // The next line that the script prints.
    std::string read_line();

private:
    UniqueFd to_script_;
    UniqueFd from_script_;
    pid_t pid_ = -1;
    std::string port_;
};

}  // namespace lectern::media
