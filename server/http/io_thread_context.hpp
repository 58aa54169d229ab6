#pragma once

#include "server/http/request_counts.hpp"
#include "server/http/server_context.hpp"
#include "server/http/transport/stream.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lectern::http {

// What the connections of one io thread share. Only that thread uses it; any thread may read the counters.
class IoThreadContext {
public:
    explicit IoThreadContext(ServerContext& server_context);

    ServerContext& server;
    bool draining = false;

    std::atomic<std::uint64_t> requests{0};
    std::atomic<std::uint64_t> bytes_sent{0};
    std::atomic<std::uint64_t> accepted{0};
    std::atomic<std::uint64_t> refused{0};
    std::atomic<std::uint64_t> timeouts{0};
    RequestCounts request_counts;
    Durations loop_lag;  // by how much the timer of the deadline sweep fires late

    StreamBuffers stream_buffers;
    // A buffer for bytes in passing. Its content is lost when the coroutine that uses it suspends.
    std::span<char> scratch() { return scratch_; }
    // The fields that every answer has ("Date: ...\r\nServer: ...\r\n"), made once a second.
    std::string_view common_fields();
    std::string next_request_id();

private:
    std::vector<char> scratch_;
    std::string common_fields_;
    std::int64_t common_fields_second_ = -1;
    std::string id_prefix_;
    std::uint64_t next_id_ = 0;
};

}  // namespace lectern::http
