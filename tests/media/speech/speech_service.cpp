#include "tests/media/speech/speech_service.hpp"

#include "media/net/curl_client.hpp"

#include <array>
#include <stdexcept>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace lectern::media {

SpeechService::SpeechService() {
    std::array<int, 2> in{};
    std::array<int, 2> out{};
    if (::pipe2(in.data(), O_CLOEXEC) != 0 || ::pipe2(out.data(), O_CLOEXEC) != 0)
        throw std::runtime_error("pipe");
    const UniqueFd script_in(in[0]);
    const UniqueFd script_out(out[1]);
    to_script_.reset(in[1]);
    from_script_.reset(out[0]);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, script_in.get(), STDIN_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions, script_out.get(), STDOUT_FILENO);
    std::string python = "/usr/bin/python3";
    std::string script = SPEECH_SERVICE_SCRIPT;
    std::array<char*, 3> arguments = {python.data(), script.data(), nullptr};
    const int rc = ::posix_spawn(&pid_, python.c_str(), &actions, nullptr, arguments.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    if (rc != 0) throw std::runtime_error("cannot start " + script);
    port_ = read_line();
    if (port_.empty()) throw std::runtime_error(script + " did not start");
}

SpeechService::~SpeechService() {
    to_script_.reset();  // the end of its input tells it to go
    if (pid_ > 0) ::waitpid(pid_, nullptr, 0);
}

std::string SpeechService::read_line() {
    std::string line;
    for (char c = 0; ::read(from_script_.get(), &c, 1) == 1 && c != '\n';)
        line += c;
    return line;
}

std::vector<boost::json::object> SpeechService::asked(const std::string& scene) const {
    HttpClientOptions options;
    options.addresses = AddressPolicy::global_or_loopback;
    options.allow_http = true;
    HttpRequest request;
    request.url = url("log");
    const auto reply = CurlClient(options).send(request, 1 << 24, {});
    std::vector<boost::json::object> entries;
    const boost::json::value log = boost::json::parse(reply.value().body);
    for (const boost::json::value& entry : log.as_array()) {
        if (entry.at("scene").as_string() == scene) entries.push_back(entry.as_object());
    }
    return entries;
}

}  // namespace lectern::media
