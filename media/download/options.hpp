#pragma once

#include <algorithm>
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
    // A connection that brings fewer bytes than least_bytes() in this time is closed. If it brought no more
    // than that altogether, fetch() ends, so that others get the place.
    std::chrono::milliseconds stall_timeout{60'000};
    std::int64_t slowest = 1024;  // bytes a second
    std::int64_t least_bytes() const {
        return std::max<std::int64_t>(1, slowest * stall_timeout.count() / 1000);
    }
    // Of one fetch() with all its connections.
    std::chrono::milliseconds total_timeout{std::chrono::hours(12)};

    // A connection that breaks is resumed inside the same fetch(), until so many in a row brought nothing
    // new.
    int tries = 5;
    // The same for a host that gave out something in this fetch() and then sends everybody away
    // (Failure::host_refuses()). One that does so at first is not asked again: all its downloads have to
    // wait.
    int tries_at_refusing_host = 3;
    std::chrono::milliseconds first_pause{1'000};     // doubled after each fruitless try, up to longest_pause
    std::chrono::milliseconds longest_pause{30'000};  // a longer Retry-After ends this fetch()
    std::int64_t checkpoint_bytes = std::int64_t{32} << 20;  // new bytes on disk between two checkpoints
};

}  // namespace lectern::media
