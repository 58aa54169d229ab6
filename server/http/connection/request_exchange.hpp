#pragma once

#include "server/http/answer/state_change.hpp"
#include "server/http/connection_limits.hpp"
#include "server/http/io_thread_context.hpp"
#include "server/http/message.hpp"
#include "server/http/parse/framing.hpp"
#include "server/http/router.hpp"
#include "server/http/transport/wire.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <optional>
#include <string>
#include <string_view>

namespace lectern::http {

class RequestBody;

// What is known of a connection before its first request.
struct ConnectionFacts {
    std::string peer;        // address of the client, or of the proxy before it
    bool over_cap = false;   // it holds a place of the reserve (see ConnectionLimits)
    bool redirects = false;  // it came to the port that sends everybody to the TLS port
};

// What the connection does after an answer. A greater value wins over a smaller one.
enum class AfterAnswer : std::uint8_t {
    keep_alive,
    close,
    linger,  // close, but the client may still be sending: it must be able to read the answer before
};

// One request and its answer: head -> framing gate -> route -> access -> body -> handler -> answer on the
// wire
// -> access log. Lives as long as the exchange; used by the coroutine of its connection.
class RequestExchange {
public:
    RequestExchange(IoThreadContext& thread, Wire& wire, const ConnectionFacts& facts)
        : thread_(thread), wire_(wire), facts_(facts) {}

    // The wire's input begins with a complete head of `head_size` bytes.
    awaitable<AfterAnswer> serve(std::size_t head_size);
    // Answers a request that has no readable head.
    awaitable<AfterAnswer> refuse(Refusal refusal);

private:
    awaitable<AfterAnswer> refuse(Refusal refusal, RequestHead head);
    awaitable<Response> answer(Request& request, const Framing& framing, RequestBody& body);
    Initiator initiator(const Request& request, const Framing& framing) const;
    // The answer to requests that are not served here: on the redirect port, and over the cap.
    std::optional<Response> turn_away(const Request& request, const Framing& framing,
                                      const Router::Match& match);
    Response answer_exception(const std::exception_ptr& error, const Request& request);
    awaitable<void> compress(Response& response);
    awaitable<void> discard_rest(RequestBody& body);
    std::string choose_request_id(const Fields& fields);
    void record(std::string_view method, const Request& request, int status, bool completed);
    void at_least(AfterAnswer after) { after_ = std::max(after_, after); }

    IoThreadContext& thread_;
    Wire& wire_;
    const ConnectionFacts& facts_;
    const Wire::Clock::time_point started_ = Wire::Clock::now();
    const std::uint64_t sent_before_ = wire_.bytes_sent();
    const Route* route_ = nullptr;                       // null until one is found
    std::optional<ConnectionLimits::Ticket> forwarded_;  // the client's place, if it came over a proxy
    AfterAnswer after_ = AfterAnswer::keep_alive;
};

}  // namespace lectern::http
