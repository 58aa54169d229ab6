#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace lectern::media {

// Which hosts a download may ask, how much it may bring and when it gives up. Filled from the configuration.
struct DownloadOptions {
    // Exact hosts besides Google Drive from which https links are taken: "media.example.org" (port 443) or
    // "media.example.org:8443". Redirects of such links stay within the list.
    std::vector<std::string> allowed_hosts;
    std::string ca_file;  // PEM, trusted besides the system's authorities
    // For a test server in place of Drive on this machine; other private ranges stay closed.
    bool allow_loopback_addresses = false;

    std::int64_t max_bytes = std::int64_t{20} << 30;  // of one recording
    std::chrono::milliseconds connect_timeout{15'000};
    std::chrono::milliseconds stall_timeout{
        60'000};  // a connection that brings nothing for so long is closed
    // Of one fetch() with all its connections.
    std::chrono::milliseconds total_timeout{std::chrono::hours(12)};

    // A connection that breaks is resumed inside the same fetch(), until so many in a row brought nothing
    // new.
    int tries = 5;
    std::chrono::milliseconds first_pause{1'000};     // doubled after each fruitless try, up to longest_pause
    std::chrono::milliseconds longest_pause{30'000};  // a longer Retry-After ends this fetch()
    std::int64_t checkpoint_bytes = std::int64_t{32} << 20;  // new bytes on disk between two checkpoints
};

}  // namespace lectern::media
