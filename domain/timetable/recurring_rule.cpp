#include "domain/timetable/recurring_rule.hpp"

#include "domain/base/ascii.hpp"

#include <algorithm>
#include <array>

namespace lectern {

using namespace std::chrono;

// Takes the parts of the text off its front, one after the other. It has failed once a part does not fit.
class RecurringRule::Parser {
public:
    explicit Parser(std::string_view text) : text_(text) {}

    bool failed() const { return failed_; }
    bool complete() const { return !failed_ && text_.empty(); }

    bool take(char c) {
        if (!text_.starts_with(c)) return false;
        text_.remove_prefix(1);
        return true;
    }
    void expect(char c) {
        if (!take(c)) failed_ = true;
    }

    void name() {
        std::size_t length = 0;
        if (take('<')) {
            length = std::min(text_.find('>'), text_.size());
        } else {
            while (length < text_.size() && ascii::is_letter(text_[length]))
                ++length;
        }
        failed_ = failed_ || length < 3;
        text_.remove_prefix(length);
        take('>');
    }

    int number(int most) {
        int value = 0;
        std::size_t digits = 0;
        for (; digits < text_.size() && ascii::is_digit(text_[digits]) && value <= most; ++digits)
            value = value * 10 + (text_[digits] - '0');
        failed_ = failed_ || digits == 0 || value > most;
        text_.remove_prefix(digits);
        return value;
    }

    // "[+-]hh[:mm[:ss]]"; RFC 9636 allows up to 167 hours.
    seconds time() {
        const bool negative = take('-');
        if (!negative) take('+');
        seconds value = hours(number(167));
        if (take(':')) value += minutes(number(59));
        if (take(':')) value += seconds(number(59));
        return negative ? -value : value;
    }

    bool at_offset() const { return !text_.empty() && text_.front() != ','; }

    Yearly yearly() {
        Yearly rule{};
        if (take('M')) {
            rule.kind = Yearly::Kind::nth_weekday;
            rule.month = static_cast<unsigned>(number(12));
            expect('.');
            rule.week = static_cast<unsigned>(number(5));
            expect('.');
            rule.weekday = static_cast<unsigned>(number(6));
            failed_ = failed_ || rule.month == 0 || rule.week == 0;
        } else if (take('J')) {
            rule.kind = Yearly::Kind::day_without_leap;
            rule.number = number(365);
        } else {
            rule.kind = Yearly::Kind::day;
            rule.number = number(365);
        }
        rule.time = take('/') ? time() : seconds(hours(2));
        return rule;
    }

private:
    std::string_view text_;
    bool failed_ = false;
};

std::optional<RecurringRule> RecurringRule::parse(std::string_view text) {
    RecurringRule rule;
    Parser parser(text);
    parser.name();
    rule.standard_ = -parser.time();  // in POSIX, offsets west of Greenwich are positive
    parser.name();
    rule.saving_ = parser.at_offset() ? -parser.time() : rule.standard_ + hours(1);
    parser.expect(',');
    if (parser.failed()) return std::nullopt;
    rule.begins_ = parser.yearly();
    parser.expect(',');
    rule.ends_ = parser.yearly();
    if (!parser.complete()) return std::nullopt;
    return rule;
}

local_seconds RecurringRule::Yearly::in(year y) const {
    switch (kind) {
        case Kind::nth_weekday: {
            const auto weekday_of = std::chrono::weekday(weekday);
            const local_days date = week == 5 ? local_days(y / std::chrono::month(month) / weekday_of[last])
                                              : local_days(y / std::chrono::month(month) / weekday_of[week]);
            return date + time;
        }
        case Kind::day_without_leap: {
            const int after_february = y.is_leap() && number > 59 ? 1 : 0;
            return local_days(y / January / 1) + days(number - 1 + after_february) + time;
        }
        case Kind::day:
            break;
    }
    return local_days(y / January / 1) + days(number) + time;
}

seconds RecurringRule::offset_at(sys_seconds moment) const {
    const year this_year = year_month_day(floor<days>(moment)).year();
    seconds offset = standard_;
    sys_seconds latest = sys_seconds::min();
    for (const year y : {this_year - years(1), this_year, this_year + years(1)}) {
        const auto change = [&](local_seconds wall, seconds before, seconds after) {
            const sys_seconds at(wall.time_since_epoch() - before);
            if (at > moment || at < latest) return;
            latest = at;
            offset = after;
        };
        change(begins_.in(y), standard_, saving_);
        change(ends_.in(y), saving_, standard_);
    }
    return offset;
}

seconds RecurringRule::offset_of(local_seconds wall) const {
    const auto fits = [&](seconds offset) {
        return offset_at(sys_seconds(wall.time_since_epoch() - offset)) == offset;
    };
    const auto [less, more] = std::minmax(standard_, saving_);
    return fits(more) ? more : less;
}

}  // namespace lectern
