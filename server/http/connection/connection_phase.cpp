#include "server/http/connection/connection_phase.hpp"

namespace lectern::http {

Phase next_phase(Phase phase, PhaseEvent event) {
    using enum PhaseEvent;
    if (event == aborted) return Phase::closed;
    switch (phase) {
        case Phase::handshake:
            if (event == handshake_done) return Phase::idle;
            if (event == deadline_passed || event == client_ended) return Phase::closed;
            break;
        case Phase::idle:
            if (event == request_begun) return Phase::reading_head;
            if (event == head_refused) return Phase::answering;
            if (event == deadline_passed || event == client_ended || event == drain) return Phase::lingering;
            break;
        case Phase::reading_head:
            if (event == head_done || event == head_refused || event == deadline_passed)
                return Phase::answering;
            if (event == client_ended) return Phase::lingering;
            break;
        case Phase::answering:
            if (event == answered) return Phase::idle;
            if (event == last_answered) return Phase::lingering;
            break;
        case Phase::lingering:
            if (event == nothing_to_discard || event == deadline_passed || event == client_ended)
                return Phase::closed;
            break;
        case Phase::closed:
            break;
    }
    return phase;
}

DeadlineChange deadline_on_entering(Phase phase, bool first_request, const PhaseTimes& times) {
    using Kind = DeadlineChange::Kind;
    switch (phase) {
        case Phase::handshake:
            return {Kind::set, times.handshake};
        case Phase::idle:
            // A new connection has to send something sooner than one that has been useful.
            return {Kind::set, first_request ? times.head : times.idle};
        case Phase::reading_head:
            // The time of a new connection runs on: its first byte buys none.
            if (first_request) return {Kind::keep};
            return {Kind::set, times.head};
        case Phase::lingering:
            return {Kind::set, times.linger};
        case Phase::answering:  // bodies and answers have deadlines of their own
        case Phase::closed:
            break;
    }
    return {Kind::clear};
}

}  // namespace lectern::http
