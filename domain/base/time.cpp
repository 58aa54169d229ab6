#include "domain/base/time.hpp"

#include "domain/base/ascii.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>

namespace lectern {
namespace {

using namespace std::chrono;

constexpr std::array<std::string_view, 12> month_names{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array<std::string_view, 7> day_names{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 7> long_day_names{"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                         "Thursday", "Friday", "Saturday"};

// Reads the parts of a text from its front, one after the other. After the first part that does not match,
// every later call fails, too.
class Reader {
public:
    explicit Reader(std::string_view text) : text_(text) {}

    bool failed() const { return failed_; }
    bool complete() const { return !failed_ && text_.empty(); }
    char peek() const { return text_.empty() ? '\0' : text_.front(); }

    void literal(std::string_view expected) {
        if (!text_.starts_with(expected)) {
            failed_ = true;
            return;
        }
        text_.remove_prefix(expected.size());
    }

    // Exactly `count` digits.
    int number(std::size_t count) {
        const auto value =
            text_.size() < count ? std::nullopt : ascii::parse_number<int>(text_.substr(0, count));
        failed_ = failed_ || !value;
        if (failed_) return 0;
        text_.remove_prefix(count);
        return *value;
    }

    // Reads one of the names in the table and returns its index.
    template<std::size_t N>
    int name(const std::array<std::string_view, N>& table) {
        for (std::size_t i = 0; i < N; ++i) {
            if (text_.starts_with(table[i])) {
                text_.remove_prefix(table[i].size());
                return static_cast<int>(i);
            }
        }
        failed_ = true;
        return 0;
    }

    // One or more digits after a decimal point, as milliseconds; digits after the third are dropped.
    int milliseconds_fraction() {
        int value = 0;
        int scale = 100;
        if (!ascii::is_digit(peek())) failed_ = true;
        while (!failed_ && ascii::is_digit(peek())) {
            value += (peek() - '0') * scale;
            scale /= 10;
            text_.remove_prefix(1);
        }
        return value;
    }

private:
    std::string_view text_;
    bool failed_ = false;
};

struct Clock {
    int hour = 0, minute = 0, second = 0;
};

Clock read_clock(Reader& reader) {
    Clock clock;
    clock.hour = reader.number(2);
    reader.literal(":");
    clock.minute = reader.number(2);
    reader.literal(":");
    clock.second = reader.number(2);
    return clock;
}

std::optional<Timestamp> make_moment(int y, int m, int d, Clock clock, int last_second) {
    const year_month_day date{year{y}, month{static_cast<unsigned>(m)}, day{static_cast<unsigned>(d)}};
    if (!date.ok() || y < 1 || y > 9999) return std::nullopt;
    if (clock.hour > 23 || clock.minute > 59 || clock.second > last_second) return std::nullopt;
    return Timestamp{sys_days{date}} + hours{clock.hour} + minutes{clock.minute} + seconds{clock.second};
}

struct Parts {
    year_month_day date;
    hh_mm_ss<milliseconds> clock;
    unsigned weekday;
};

Parts take_apart(Timestamp moment) {
    const auto day_start = floor<days>(moment);
    return {year_month_day{day_start}, hh_mm_ss<milliseconds>{moment - day_start},
            weekday{day_start}.c_encoding()};
}

}  // namespace

std::string to_rfc3339(Timestamp moment) {
    const Parts parts = take_apart(moment);
    // An answer can hold hundreds of times. Writing the digits in place is ten times as fast as printf.
    std::string text = "0000-00-00T00:00:00.000Z";
    const auto put = [&text](std::size_t end, std::int64_t number) {
        for (; number > 0; number /= 10)
            text[--end] = static_cast<char>('0' + number % 10);
    };
    put(4, std::clamp(static_cast<int>(parts.date.year()), 0, 9999));
    put(7, static_cast<unsigned>(parts.date.month()));
    put(10, static_cast<unsigned>(parts.date.day()));
    put(13, parts.clock.hours().count());
    put(16, parts.clock.minutes().count());
    put(19, parts.clock.seconds().count());
    put(23, parts.clock.subseconds().count());
    return text;
}

std::optional<Timestamp> parse_rfc3339(std::string_view text) {
    Reader reader(text);
    const int y = reader.number(4);
    reader.literal("-");
    const int m = reader.number(2);
    reader.literal("-");
    const int d = reader.number(2);
    reader.literal(reader.peek() == 't' ? "t" : "T");
    const Clock clock = read_clock(reader);
    int fraction = 0;
    if (reader.peek() == '.') {
        reader.literal(".");
        fraction = reader.milliseconds_fraction();
    }
    minutes offset{0};
    if (const char sign = reader.peek(); sign == '+' || sign == '-') {
        reader.literal(sign == '+' ? "+" : "-");
        const int offset_hours = reader.number(2);
        reader.literal(":");
        const int offset_minutes = reader.number(2);
        if (offset_hours > 23 || offset_minutes > 59) return std::nullopt;
        offset = hours{offset_hours} + minutes{offset_minutes};
        if (sign == '-') offset = -offset;
    } else {
        reader.literal(sign == 'z' ? "z" : "Z");
    }
    if (!reader.complete()) return std::nullopt;
    auto moment = make_moment(y, m, d, clock, 59);
    if (!moment) return std::nullopt;
    *moment += milliseconds{fraction} - offset;
    const int utc_year = static_cast<int>(take_apart(*moment).date.year());
    if (utc_year < 1 || utc_year > 9999) return std::nullopt;
    return moment;
}

std::string to_http_date(Timestamp moment) {
    const Parts parts = take_apart(moment);
    std::array<char, 48> text{};
    const int length = std::snprintf(
        text.data(), text.size(), "%s, %02u %s %04d %02d:%02d:%02d GMT", day_names[parts.weekday].data(),
        static_cast<unsigned>(parts.date.day()),
        month_names[static_cast<unsigned>(parts.date.month()) - 1].data(),
        static_cast<int>(parts.date.year()), static_cast<int>(parts.clock.hours().count()),
        static_cast<int>(parts.clock.minutes().count()), static_cast<int>(parts.clock.seconds().count()));
    return {text.data(), static_cast<std::size_t>(length)};
}

std::optional<Timestamp> parse_http_date(std::string_view text) {
    constexpr int leap_second = 60;  // the grammar of HTTP allows it
    const auto comma = text.find(',');
    Reader reader(text);
    int y = 0;
    int m = 0;
    int d = 0;
    Clock clock;
    if (comma == 3) {  // Sun, 06 Nov 1994 08:49:37 GMT
        reader.name(day_names);
        reader.literal(", ");
        d = reader.number(2);
        reader.literal(" ");
        m = reader.name(month_names) + 1;
        reader.literal(" ");
        y = reader.number(4);
        reader.literal(" ");
        clock = read_clock(reader);
        reader.literal(" GMT");
    } else if (comma != std::string_view::npos) {  // Sunday, 06-Nov-94 08:49:37 GMT
        reader.name(long_day_names);
        reader.literal(", ");
        d = reader.number(2);
        reader.literal("-");
        m = reader.name(month_names) + 1;
        reader.literal("-");
        const int two_digits = reader.number(2);
        y = two_digits + (two_digits >= 70 ? 1900 : 2000);
        reader.literal(" ");
        clock = read_clock(reader);
        reader.literal(" GMT");
    } else {  // Sun Nov  6 08:49:37 1994
        reader.name(day_names);
        reader.literal(" ");
        m = reader.name(month_names) + 1;
        reader.literal(" ");
        if (reader.peek() == ' ') {
            reader.literal(" ");
            d = reader.number(1);
        } else {
            d = reader.number(2);
        }
        reader.literal(" ");
        clock = read_clock(reader);
        reader.literal(" ");
        y = reader.number(4);
    }
    if (!reader.complete()) return std::nullopt;
    return make_moment(y, m, d, clock, leap_second);
}

std::string to_clock_text(double seconds) {
    const auto all = static_cast<int>(std::clamp(seconds, 0.0, 3.6e6));
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), "%d:%02d:%02d", all / 3600, all / 60 % 60, all % 60);
    return text.data();
}

}  // namespace lectern
