#include "server/http/connection/connection_phase.hpp"

#include <map>
#include <string>
#include <utility>

#include <gtest/gtest.h>

namespace lectern::http {
namespace {

using namespace std::chrono_literals;
using enum Phase;
using enum PhaseEvent;

constexpr Phase every_phase[] = {handshake, idle, reading_head, answering, lingering, closed};
constexpr PhaseEvent every_event[] = {handshake_done, request_begun,      head_done,       head_refused,
                                      answered,       last_answered,      deadline_passed, client_ended,
                                      drain,          nothing_to_discard, aborted};

// The table that connection.hpp draws. All other pairs leave the phase as it is.
TEST(NextPhase, IsTheTable) {
    const std::map<std::pair<Phase, PhaseEvent>, Phase> table{
        {{handshake, handshake_done}, idle},
        {{handshake, deadline_passed}, closed},
        {{handshake, client_ended}, closed},
        {{idle, request_begun}, reading_head},
        {{idle, head_refused}, answering},
        {{idle, deadline_passed}, lingering},
        {{idle, drain}, lingering},
        {{idle, client_ended}, lingering},
        {{reading_head, head_done}, answering},
        {{reading_head, head_refused}, answering},
        {{reading_head, deadline_passed}, answering},
        {{reading_head, client_ended}, lingering},
        {{answering, answered}, idle},
        {{answering, last_answered}, lingering},
        {{lingering, nothing_to_discard}, closed},
        {{lingering, deadline_passed}, closed},
        {{lingering, client_ended}, closed},
        {{handshake, aborted}, closed},
        {{idle, aborted}, closed},
        {{reading_head, aborted}, closed},
        {{answering, aborted}, closed},
        {{lingering, aborted}, closed},
    };
    for (const Phase phase : every_phase) {
        for (const PhaseEvent event : every_event) {
            const auto row = table.find({phase, event});
            EXPECT_EQ(next_phase(phase, event), row == table.end() ? phase : row->second)
                << "phase " << static_cast<int>(phase) << ", event " << static_cast<int>(event);
        }
    }
}

TEST(DeadlineOnEntering, Table) {
    using Kind = DeadlineChange::Kind;
    const PhaseTimes times{.handshake = 10s, .head = 15s, .idle = 75s, .linger = 2s};
    struct Case {
        Phase phase;
        bool first_request;
        DeadlineChange change;
    };
    const Case cases[] = {
        {handshake, true, {Kind::set, 10s}},
        {idle, true, {Kind::set, 15s}},  // a new connection has to send something soon
        {idle, false, {Kind::set, 75s}},
        {reading_head, true, {Kind::keep}},  // its first byte buys no time
        {reading_head, false, {Kind::set, 15s}},
        {answering, true, {Kind::clear}},
        {answering, false, {Kind::clear}},
        {lingering, true, {Kind::set, 2s}},
        {lingering, false, {Kind::set, 2s}},
        {closed, false, {Kind::clear}},
    };
    for (const Case& c : cases) {
        const DeadlineChange change = deadline_on_entering(c.phase, c.first_request, times);
        EXPECT_EQ(static_cast<int>(change.kind), static_cast<int>(c.change.kind))
            << static_cast<int>(c.phase) << c.first_request;
        EXPECT_EQ(change.time, c.change.time) << static_cast<int>(c.phase) << c.first_request;
    }
}

}  // namespace
}  // namespace lectern::http
