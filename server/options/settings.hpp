#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace lectern::options {

// Everything that can be configured, with plain types; each part of the program takes what it needs from here
// in the composition root. Defaults stand in the options table alone.
struct Settings {
    struct {
        std::string host;
        int port;
        int io_threads;
        std::string tls_cert, tls_key;
        int redirect_port;
        std::int64_t max_connections, max_connections_per_address;
        int header_seconds, idle_seconds, drain_seconds;
        std::vector<std::string> cors_origins;
        std::int64_t hot_reads;
    } server;
    struct {
        std::string state;
        std::string database;
        int connections;
        std::int64_t keep_free_mib;
    } storage;
    struct {
        std::string mode;
        int media_url_seconds;
    } auth;
    struct {
        std::vector<std::string> allowed_hosts;
        std::string import_folder;
        std::string drive_url, drive_api_url, drive_api_key;
        std::string ca_file;
        bool allow_loopback_addresses;
        int playlist_height;
        std::int64_t max_mib;
        int stall_seconds;
        int at_once, at_once_per_host;
        std::string id_template;
    } sources;
    struct {
        std::int64_t max_mib;
        int expire_hours;
    } uploads;
    struct {
        int workers;
        int nice;
        int max_open;
        int lease_seconds;
    } jobs;
    struct {
        std::string engine;
        std::string model;
        std::string language;
        int threads;
        std::string remote_url, remote_key, remote_model;
    } speech;
    struct {
        double shortest_seconds, longest_seconds;
        std::string chat_url, chat_key, chat_model;
    } topics;
    struct {
        int width, height;
        std::string fit;
        double title_seconds;
        std::string intro;
        std::string font;
        std::string background;
        double loudness;
        int threads;
    } cut;
    struct {
        int max_hours;
        std::int64_t max_pixels;
    } media;
    struct {
        std::string level;
        std::string format;
    } log;
};

}  // namespace lectern::options
