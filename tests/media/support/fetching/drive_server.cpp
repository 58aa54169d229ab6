#include "tests/media/support/fetching/drive_server.hpp"

#include "media/net/curl_client.hpp"

#include <cstdlib>
#include <stdexcept>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace lectern::media {
namespace {

std::string read_line(int fd) {
    std::string line;
    for (char c = 0; ::read(fd, &c, 1) == 1 && c != '\n';)
        line += c;
    return line;
}

}  // namespace

DriveServer::DriveServer() {
    int in[2], out[2];
    if (::pipe2(in, O_CLOEXEC) != 0 || ::pipe2(out, O_CLOEXEC) != 0) throw std::runtime_error("no pipes");
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in[0], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
    std::string python = "/usr/bin/python3", script = DRIVE_SERVER, option = "--folder",
                folder = folder_.path();
    char* arguments[] = {python.data(), script.data(), option.data(), folder.data(), nullptr};
    const int spawned = ::posix_spawn(&pid_, python.c_str(), &actions, nullptr, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    ::close(in[0]);
    ::close(out[1]);
    stdin_ = in[1];
    const std::string line = spawned == 0 ? read_line(out[0]) : std::string();
    ::close(out[0]);
    if (line.empty())
        throw std::runtime_error("the server in place of Drive does not start: see its words above");
    hello_ = boost::json::parse(line).as_object();
}

DriveServer::~DriveServer() {
    ::close(stdin_);  // it ends by itself then
    ::waitpid(pid_, nullptr, 0);
}

SourceOptions DriveServer::options() const {
    SourceOptions out;
    out.drive_download_url = std::string(hello_.at("download_url").as_string());
    out.drive_api_url = std::string(hello_.at("api_url").as_string());
    out.ca_file = std::string(hello_.at("ca").as_string());
    out.allow_loopback_addresses = true;
    out.allowed_hosts = {authority()};
    out.first_pause = std::chrono::milliseconds(1);
    return out;
}

std::string DriveServer::authority() const {
    return "localhost:" + std::to_string(hello_.at("port").as_int64());
}
std::string DriveServer::sha256() const {
    return std::string(hello_.at("sha256").as_string());
}
std::int64_t DriveServer::bytes() const {
    return hello_.at("bytes").as_int64();
}

boost::json::array DriveServer::log(const std::string& id) const {
    return control("/control/log?id=" + id).as_array();
}
void DriveServer::release(const std::string& id) const {
    control("/control/release?id=" + id);
}

void DriveServer::spoil(const std::string& path, const std::string& faults) const {
    control("/control/fault?path=" + path + "&do=" + faults);
}

boost::json::value DriveServer::control(const std::string& path) const {
    HttpClientOptions options;
    options.addresses = AddressPolicy::any;
    options.ca_file = std::string(hello_.at("ca").as_string());
    HttpRequest request;
    request.url = "https://" + authority() + path;
    const auto reply = CurlClient(options).send(request, std::int64_t{1} << 20, {});
    if (reply.has_error())
        throw std::runtime_error("the server in place of Drive is away: " + reply.error().detail);
    return boost::json::parse(reply->body);
}

}  // namespace lectern::media
