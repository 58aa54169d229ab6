#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace lectern {

// Daylight saving time that comes back each year: what a time zone does after the last change that its data
// lists one by one. tzdata writes it as POSIX TZ text, such as "EST5EDT,M3.2.0,M11.1.0".
class RecurringRule {
public:
    // nullopt for text without daylight saving time, and for what is no such text.
    static std::optional<RecurringRule> parse(std::string_view text);

    // East of Greenwich.
    std::chrono::seconds offset_at(std::chrono::sys_seconds moment) const;

    // The offset that tells what `wall` means: of the first of two such times, and of the time before a gap.
    std::chrono::seconds offset_of(std::chrono::local_seconds wall) const;

private:
    // A moment of each year, in wall-clock time.
    struct Yearly {
        enum class Kind { nth_weekday, day_without_leap, day } kind;
        unsigned month, week, weekday;  // nth_weekday; week 5 is the last one
        int number;                     // the days: from 1 without February 29, from 0 with it
        std::chrono::seconds time;      // after midnight; may be negative or more than a day

        std::chrono::local_seconds in(std::chrono::year year) const;
    };
    class Parser;

    std::chrono::seconds standard_{}, saving_{};
    Yearly begins_{}, ends_{};
};

}  // namespace lectern
