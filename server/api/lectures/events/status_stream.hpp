#pragma once

#include "server/http/message.hpp"

#include <cstdint>
#include <string>

namespace lectern::storage {
struct PipelineStatus;
}

namespace lectern::api {

struct LectureServices;

// The id of an event with this state: equal states have equal ids.
std::string status_event_id(const storage::PipelineStatus& status);

// Status and progress of a lecture's pipeline as Server-Sent Events, until the pipeline has ended. Each event
// carries the whole state. A client that comes back with the id of the last event that it saw therefore
// misses nothing and gets nothing twice. The stream ends when the caller's token is revoked or the caller's
// signed address expires.
// `services` outlives the stream.
http::Response status_stream(const LectureServices& services, std::int64_t lecture_id,
                             const std::string& last_event_id, const http::Caller& caller);

}  // namespace lectern::api
