#include "domain/base/characters.hpp"
#include "domain/timetable/icalendar.hpp"
#include "domain/timetable/name_words.hpp"
#include "domain/timetable/recorded_time.hpp"
#include "domain/timetable/recurring_rule.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

// Any text as a name: each line of the calendar has at most 75 bytes of valid UTF-8, and the number of
// properties does not change. A time or a rule that is read out of any text is within its range.

namespace {

void demand(bool holds) {
    if (!holds) std::abort();
}

void check_lines(const std::string& text) {
    std::size_t properties = 0;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = text.find("\r\n", at);
        demand(end != std::string::npos && end - at <= 75);
        const std::string_view line = std::string_view(text).substr(at, end - at);
        demand(lectern::is_utf8(line) && line.find_first_of("\r\n") == std::string_view::npos);
        if (!line.starts_with(' ')) ++properties;
        at = end + 2;
    }
    demand(properties == 23);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    lectern::name_words(text);
    if (const auto time = lectern::time_in_name(text))
        demand(!time->clock || *time->clock < std::chrono::days(1));
    if (const auto rule = lectern::RecurringRule::parse(text)) {
        const auto wall = std::chrono::local_days(std::chrono::year(2026) / 7 / 1);
        demand(rule->offset_of(wall) >= std::chrono::hours(-168) &&
               rule->offset_of(wall) <= std::chrono::hours(168));
    }
    if (!lectern::is_utf8(text) || text.empty()) return 0;

    lectern::Classroom classroom;
    classroom.name = text;
    classroom.timezone = "UTC";
    lectern::ClassSession session;
    session.details.topic = session.details.description = session.details.location = text;
    check_lines(lectern::to_icalendar(classroom, {session}));
    return 0;
}
