#pragma once

#include "media/av/limits.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace lectern::media {

// Where recordings may come from and how patiently they are fetched. Filled from the configuration.
struct SourceOptions {
    // Exact hosts besides Google Drive from which https links are taken: "media.example.org" (port 443) or
    // "media.example.org:8443". Redirects of such links stay within the list.
    std::vector<std::string> allowed_hosts;
    // Absolute; file:// links must lie below it. Empty: there are no file:// links.
    std::filesystem::path import_folder;

    std::string drive_download_url = "https://drive.usercontent.google.com/download";
    std::string drive_api_url = "https://www.googleapis.com/drive/v3/files";
    std::string drive_api_key;  // "" = download as a browser does
    // Where Drive's redirects may lead besides the two addresses above; "*." stands for any subdomain.
    std::vector<std::string> drive_hosts = {"drive.google.com", "docs.google.com",
                                            "drive.usercontent.google.com", "*.googleusercontent.com"};

    std::string ca_file;  // PEM, trusted besides the system's authorities
    bool allow_loopback_addresses =
        false;  // a stand-in for Drive on this machine; other private ranges stay closed

    int playlist_height = 1080;  // pixels; of the pictures that a playlist offers, none taller is chosen
    MediaLimits media;           // for putting the pieces of a stream together

    std::int64_t max_bytes = std::int64_t{20} << 30;  // of one recording
    std::chrono::milliseconds connect_timeout{15'000};
    std::chrono::milliseconds stall_timeout{
        60'000};  // a connection on which nothing arrives so long is dropped
    std::chrono::milliseconds total_timeout{
        std::chrono::hours(12)};  // of one fetch() with all its connections

    // A connection that breaks is taken up again inside the same fetch(), until so many in a row brought
    // nothing new.
    int tries = 5;
    std::chrono::milliseconds first_pause{1'000};     // doubled after each fruitless try, up to longest_pause
    std::chrono::milliseconds longest_pause{30'000};  // a server that asks for more ends this fetch()
    std::chrono::seconds quota_pause{
        std::chrono::hours(6)};  // Drive's download quota opens again after hours
    std::int64_t checkpoint_bytes = std::int64_t{32}
                                    << 20;  // so much more on disk before it is written down again
};

}  // namespace lectern::media
