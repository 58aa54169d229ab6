#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace lectern {

// The yearly rule of daylight saving time. It holds after the last change that the data of a time zone lists.
// tzdata writes it as POSIX TZ text, such as "EST5EDT,M3.2.0,M11.1.0".
class RecurringRule {
public:
    // nullopt for a text that is not such a rule, and for a rule without daylight saving time.
    static std::optional<RecurringRule> parse(std::string_view text);

    // The offset from UTC at this moment; positive east of Greenwich.
    std::chrono::seconds offset_at(std::chrono::sys_seconds moment) const;

    // The offset by which to read a wall-clock time. For a time that occurs twice: the offset of the first
    // one. For a time that is skipped: the offset before the change.
    std::chrono::seconds offset_of(std::chrono::local_seconds wall) const;

private:
    // A moment that comes once a year, in wall-clock time.
    struct Yearly {
        enum class Kind { nth_weekday, day_without_leap, day } kind;
        unsigned month, week, weekday;  // nth_weekday; week 5 is the last one
        int number;  // the day of the year. day_without_leap: from 1, February 29 not counted; day: from 0
        std::chrono::seconds time;  // after midnight; may be negative or more than a day

        std::chrono::local_seconds in(std::chrono::year year) const;
    };
    class Parser;

    std::chrono::seconds standard_{}, saving_{};
    Yearly begins_{}, ends_{};
};

}  // namespace lectern
