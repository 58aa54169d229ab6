#include "server/part_options.hpp"

#include "server/pipeline/cut_style.hpp"

#include <filesystem>
#include <stdexcept>

#include <unistd.h>

namespace lectern::part_options {

using options::Settings;

namespace {

void require_readable(const std::string& flag, const std::string& file) {
    if (!file.empty() && ::access(file.c_str(), R_OK) != 0)
        throw std::runtime_error(flag + ": the file " + file + " cannot be read");
}

http::TrustedProxies trusted_proxies(const Settings& settings) {
    try {
        return http::TrustedProxies(settings.server.trusted_proxies);
    } catch (const std::runtime_error& error) {
        throw std::runtime_error(std::string("--trusted-proxies: ") + error.what());
    }
}

}  // namespace

storage::DatabaseOptions database(const Settings& settings) {
    return {.url = settings.storage.database,
            .state_folder = settings.storage.state,
            .connections = settings.storage.connections};
}

media::SourceOptions sources(const Settings& settings) {
    media::SourceOptions options;
    options.allowed_hosts = settings.sources.allowed_hosts;
    if (!settings.sources.import_folder.empty())
        options.import_folder = std::filesystem::absolute(settings.sources.import_folder);
    if (!settings.demo.lecture.empty())
        options.demo_lecture = std::filesystem::absolute(settings.demo.lecture);
    options.drive_download_url = settings.sources.drive_url;
    options.drive_api_url = settings.sources.drive_api_url;
    options.drive_api_key = settings.sources.drive_api_key;
    options.ca_file = settings.sources.ca_file;
    options.allow_loopback_addresses = settings.sources.allow_loopback_addresses;
    options.playlist_height = settings.sources.playlist_height;
    options.media = limits(settings);
    options.max_bytes = settings.sources.max_mib << 20;
    options.stall_timeout = std::chrono::seconds(settings.sources.stall_seconds);
    options.slowest = settings.sources.slowest;
    return options;
}

media::MediaLimits limits(const Settings& settings) {
    media::MediaLimits limits;
    limits.language = settings.speech.language;
    limits.max_pixels = settings.media.max_pixels;
    return limits;
}

media::SpeechOptions speech(const Settings& settings) {
    media::SpeechOptions options;
    options.engine = settings.speech.engine;
    options.language = settings.speech.language;
    options.model = settings.speech.model;
    options.threads = settings.speech.threads;
    options.remote_url = settings.speech.remote_url;
    options.remote_key = settings.speech.remote_key;
    options.remote_model = settings.speech.remote_model;
    options.limits = limits(settings);
    return options;
}

topics::AnalyzeOptions topics(const Settings& settings) {
    return {settings.topics.shortest_seconds, settings.topics.longest_seconds};
}

media::ChatOptions chat(const Settings& settings) {
    media::ChatOptions options;
    options.url = settings.topics.chat_url;
    options.key = settings.topics.chat_key;
    options.model = settings.topics.chat_model;
    return options;
}

media::StyleOptions style(const Settings& settings) {
    media::StyleOptions style;
    if (settings.cut.frame != "source") {
        style.frame = pipeline::parse_frame(settings.cut.frame);
        if (!style.frame) throw std::runtime_error("--cut-frame must be source or a size such as 1280x720");
    }
    style.fit = settings.cut.fit == "crop" ? media::Fit::crop : media::Fit::fit;
    style.title_seconds = settings.cut.title_seconds;
    style.loudness = settings.cut.loudness;
    style.look = media::look_named(settings.cut.style).value();
    style.look.font = settings.cut.font;
    style.look.logo = settings.cut.logo;
    require_readable("--cut-logo", settings.cut.logo);
    require_readable("--cut-intro", settings.cut.intro);
    if (settings.cut.font.starts_with('/')) require_readable("--cut-font", settings.cut.font);
    if (!settings.cut.background.empty()) {
        const auto ground = pipeline::parse_colour(settings.cut.background);
        if (!ground) throw std::runtime_error("--cut-background must be a colour such as #1d3557");
        style.look = media::on_ground(style.look, *ground);
    }
    if (const auto drawable = media::check_style(style); !drawable)
        throw std::runtime_error("The style of cuts: " + drawable.error().message);
    return style;
}

jobs::Runner::Options runner(const Settings& settings) {
    jobs::Runner::Options options;
    options.lease = std::chrono::seconds(settings.jobs.lease_seconds);
    options.heartbeat = options.lease / 10;
    options.at_once_per_host = settings.sources.at_once_per_host;
    return options;
}

std::optional<http::PublicUrl> public_url(const Settings& settings) {
    if (settings.server.public_url.empty()) return std::nullopt;
    auto url = http::parse_public_url(settings.server.public_url);
    if (!url)
        throw std::runtime_error(
            "--public-url must be an address such as https://school.example/lectern, without ? and #.");
    return url;
}

http::ServerOptions server(const Settings& settings) {
    http::ServerOptions options;
    options.host = settings.server.host;
    options.port = static_cast<std::uint16_t>(settings.server.port);
    options.io_threads = settings.server.io_threads;
    options.tls_certificate = settings.server.tls_cert;
    options.tls_key = settings.server.tls_key;
    if (settings.server.redirect_port >= 0)
        options.redirect_port = static_cast<std::uint16_t>(settings.server.redirect_port);
    options.max_connections = static_cast<std::size_t>(settings.server.max_connections);
    options.max_connections_per_address =
        static_cast<std::size_t>(settings.server.max_connections_per_address);
    options.header_deadline = std::chrono::seconds(settings.server.header_seconds);
    options.idle_deadline = std::chrono::seconds(settings.server.idle_seconds);
    options.drain_deadline = std::chrono::seconds(settings.server.drain_seconds);
    options.cors_origins = settings.server.cors_origins;
    options.trusted_proxies = trusted_proxies(settings);
    options.public_url = public_url(settings);
    options.loopback_hosts_only = settings.auth.mode == "local";
    return options;
}

}  // namespace lectern::part_options
