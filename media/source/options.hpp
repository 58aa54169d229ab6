#pragma once

#include "media/playlist/options.hpp"

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace lectern::media {

// Where recordings may come from and how they are fetched. Filled from the configuration.
struct SourceOptions : PlaylistOptions {
    // Absolute; file:// links must lie below it. Empty: there are no file:// links.
    std::filesystem::path import_folder;
    // Absolute: the recording that demo://lecture names. Empty: there is no such link.
    std::filesystem::path demo_lecture;

    std::string drive_download_url = "https://drive.usercontent.google.com/download";
    std::string drive_api_url = "https://www.googleapis.com/drive/v3/files";
    std::string drive_api_key;  // "" = download as a browser does
    // Where Drive's redirects may lead besides the two addresses above; "*." stands for any subdomain.
    std::vector<std::string> drive_hosts = {"drive.google.com", "docs.google.com",
                                            "drive.usercontent.google.com", "*.googleusercontent.com"};
    // So long Drive is not asked after it took this server for a robot.
    std::chrono::seconds block_pause{std::chrono::hours(4)};
    // Drive's download quota opens again after hours.
    std::chrono::seconds quota_pause{std::chrono::hours(6)};
};

}  // namespace lectern::media
