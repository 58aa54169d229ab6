#include "domain/timetable/recorded_time.hpp"

#include "domain/base/ascii.hpp"

#include <cstddef>

namespace lectern {
namespace {

using namespace std::chrono;

// Reads a name from a given place on. A call that does not find what it looks for does not move.
class Cursor {
public:
    Cursor(std::string_view text, std::size_t at) : text_(text), at_(at) {}

    // Exactly `count` digits.
    std::optional<int> number(std::size_t count) {
        if (text_.size() - at_ < count) return std::nullopt;
        const auto value = ascii::parse_number<int>(text_.substr(at_, count));
        if (value) at_ += count;
        return value;
    }

    bool any_of(std::string_view characters) {
        if (at_ == text_.size() || characters.find(text_[at_]) == std::string_view::npos) return false;
        ++at_;
        return true;
    }
    void word(std::string_view wanted) {
        if (text_.substr(at_).starts_with(wanted)) at_ += wanted.size();
    }
    bool at_digit() const { return at_ < text_.size() && ascii::is_digit(text_[at_]); }

private:
    std::string_view text_;
    std::size_t at_;
};

std::optional<WallDay> read_day(Cursor& cursor) {
    const auto y = cursor.number(4);
    cursor.any_of("-_.");
    const auto m = cursor.number(2);
    cursor.any_of("-_.");
    const auto d = cursor.number(2);
    if (!y || !m || !d || *y < 2000 || *y > 2199) return std::nullopt;
    const year_month_day date{year(*y), month(static_cast<unsigned>(*m)), day(static_cast<unsigned>(*d))};
    if (!date.ok()) return std::nullopt;
    return WallDay(date);
}

std::optional<seconds> read_clock(Cursor& cursor) {
    const auto h = cursor.number(2);
    cursor.any_of("-_.:h");
    const auto m = cursor.number(2);
    if (!h || !m || *h > 23 || *m > 59) return std::nullopt;
    Cursor ahead = cursor;
    ahead.any_of("-_.:m");
    const auto s = ahead.number(2);
    if (s && *s < 60 && !ahead.at_digit()) {
        cursor = ahead;
        return hours(*h) + minutes(*m) + seconds(*s);
    }
    if (cursor.at_digit()) return std::nullopt;
    return hours(*h) + minutes(*m);
}

std::optional<RecordedTime> read_at(std::string_view name, std::size_t at) {
    Cursor cursor(name, at);
    const auto day = read_day(cursor);
    if (!day) return std::nullopt;
    RecordedTime time{*day, std::nullopt, false};
    Cursor after_day = cursor;
    while (after_day.any_of(" _-,T"))
        continue;
    after_day.word("at ");
    time.clock = read_clock(after_day);
    if (!time.clock) return cursor.at_digit() ? std::nullopt : std::optional(time);
    time.utc = after_day.any_of("Zz") || name.substr(0, at).ends_with("GMT");
    return time;
}

}  // namespace

std::optional<RecordedTime> time_in_name(std::string_view name) {
    for (std::size_t at = 0; at < name.size(); ++at) {
        if (!ascii::is_digit(name[at]) || (at > 0 && ascii::is_digit(name[at - 1]))) continue;
        if (const auto time = read_at(name, at)) return time;
    }
    return std::nullopt;
}

}  // namespace lectern
