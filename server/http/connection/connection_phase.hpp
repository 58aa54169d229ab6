#pragma once

#include <chrono>
#include <cstdint>

namespace lectern::http {

// Where a connection is in its life. connection.hpp draws the transitions as a table.
enum class Phase : std::uint8_t {
    handshake,     // of TLS
    idle,          // nothing of the next request has come
    reading_head,  // a part of a request's head has come
    answering,     // the head is complete or refused; the answer is made and sent
    lingering,     // our side is ended; what the client still sends is read and dropped
    closed,
};

enum class PhaseEvent : std::uint8_t {
    handshake_done,
    request_begun,  // its first byte has come
    head_done,      // the head is complete
    head_refused,   // the head is malformed or too large
    answered,       // and the client may send another request
    last_answered,  // and the connection ends
    deadline_passed,
    client_ended,        // it ended its side, or the connection broke
    drain,               // the server stops
    nothing_to_discard,  // what the client still sent has been read, or may not be waited for any longer
    aborted,             // the server cuts the connection off
};

// A pair that the table does not have leaves the phase as it is.
Phase next_phase(Phase phase, PhaseEvent event);

// How long a connection may stay in a phase.
struct PhaseTimes {
    std::chrono::milliseconds handshake;
    std::chrono::milliseconds
        head;  // to send a request's head; a new connection has to send the first one within it
    std::chrono::milliseconds idle;  // between two requests
    std::chrono::milliseconds linger;
};

// What entering a phase does to the deadline of the connection.
struct DeadlineChange {
    enum class Kind : std::uint8_t {
        keep,   // the deadline runs on
        set,    // a new one: now + `time`
        clear,  // none
    } kind;
    std::chrono::milliseconds time{0};
    bool operator==(const DeadlineChange&) const = default;
};
// `first_request`: the connection has not had a complete request yet.
DeadlineChange deadline_on_entering(Phase phase, bool first_request, const PhaseTimes& times);

}  // namespace lectern::http
