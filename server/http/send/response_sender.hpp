#pragma once

#include "server/http/io_thread_context.hpp"
#include "server/http/message.hpp"
#include "server/http/transport/wire.hpp"

namespace lectern::http {

// What the connection adds to an answer.
struct ConnectionTerms {
    int version = 11;        // of the request, 10 or 11
    bool keep_alive = true;  // whether another request may follow
};

// Whether the end of the answer shows only by the end of the connection: a stream to a client that knows no
// chunks.
bool ends_with_connection(const Response& response, int version);

// Sends an answer of any kind. False when it did not go out as a whole: the client is gone or too slow, or a
// stream failed. The status of `response` may change: a FileBody is answered with 200, 206, 304, 412 or 416.
awaitable<bool> send_response(Wire& wire, IoThreadContext& thread, const Request& request, Response& response,
                              ConnectionTerms terms);

}  // namespace lectern::http
