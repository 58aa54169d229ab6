#include "domain/timetable/icalendar.hpp"

#include "domain/base/characters.hpp"

#include <string_view>

namespace lectern {
namespace {

constexpr std::size_t longest_line = 75;  // bytes, without the line break

// "20260107T120000Z"
std::string utc(Timestamp moment) {
    std::string text;
    for (const char c : to_rfc3339(moment).substr(0, 19))
        if (c != '-' && c != ':') text += c;
    return text + 'Z';
}

// As a value of type TEXT. Control characters are not allowed in it and are dropped.
std::string escaped(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    for (const char c : text) {
        if (c == '\n') {
            result += "\\n";
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        if ((byte < 0x20 && c != '\t') || byte == 0x7F) continue;
        if (c == '\\' || c == ';' || c == ',') result += '\\';
        result += c;
    }
    return result;
}

class Lines {
public:
    void add(std::string_view name, std::string_view value) {
        std::string line(name);
        line += ':';
        line += value;
        fold(line);
    }
    void add_text(std::string_view name, std::string_view text) { add(name, escaped(text)); }
    void add_if_any(std::string_view name, std::string_view text) {
        if (!text.empty()) add_text(name, text);
    }
    std::string take() { return std::move(text_); }

private:
    // A long line is continued in the next line, which begins with a space. A character is never divided.
    void fold(std::string_view line) {
        std::size_t room = longest_line;
        while (line.size() > room) {
            const std::string_view part = whole_characters(line, room);
            text_ += part;
            text_ += "\r\n ";
            line.remove_prefix(part.size());
            room = longest_line - 1;
        }
        text_ += line;
        text_ += "\r\n";
    }

    std::string text_;
};

std::string description_of(const ClassSessionDetails& details) {
    std::string text = details.description;
    const auto add = [&](std::string_view label, const std::string& value) {
        if (value.empty()) return;
        if (!text.empty()) text += '\n';
        text += label;
        text += value;
    };
    add("Teacher: ", details.teacher);
    add("", details.meeting.link);
    add("Meeting ID: ", details.meeting.id);
    add("Passcode: ", details.meeting.pass);
    return text;
}

void add_event(Lines& lines, const Classroom& classroom, const ClassSession& session) {
    const ClassSessionDetails& details = session.details;
    const bool cancelled = details.status == ClassSessionStatus::cancelled;
    lines.add("BEGIN", "VEVENT");
    lines.add("UID", session.id + "@lectern");
    lines.add("DTSTAMP", utc(session.updated_at));
    lines.add("CREATED", utc(session.created_at));
    lines.add("LAST-MODIFIED", utc(session.updated_at));
    lines.add("SEQUENCE", std::to_string(session.sequence));
    lines.add("DTSTART", utc(session.start));
    lines.add("DTEND", utc(session.end));
    lines.add_text("SUMMARY", details.topic.empty() ? classroom.name : classroom.name + ": " + details.topic);
    lines.add_if_any("DESCRIPTION", description_of(details));
    lines.add_if_any("LOCATION", details.location.empty() ? details.meeting.link : details.location);
    if (!details.meeting.link.empty()) lines.add("URL", details.meeting.link);
    lines.add("STATUS", cancelled ? "CANCELLED" : "CONFIRMED");
    lines.add("END", "VEVENT");
}

}  // namespace

std::string to_icalendar(const Classroom& classroom, const std::vector<ClassSession>& sessions) {
    Lines lines;
    lines.add("BEGIN", "VCALENDAR");
    lines.add("VERSION", "2.0");
    lines.add("PRODID", "-//Lectern//Timetable//EN");
    lines.add("CALSCALE", "GREGORIAN");
    lines.add_text("NAME", classroom.name);
    lines.add_text("X-WR-CALNAME", classroom.name);
    lines.add("X-WR-TIMEZONE", classroom.timezone);
    lines.add("REFRESH-INTERVAL;VALUE=DURATION", "PT1H");
    lines.add("X-PUBLISHED-TTL", "PT1H");
    for (const ClassSession& session : sessions)
        add_event(lines, classroom, session);
    lines.add("END", "VCALENDAR");
    return lines.take();
}

}  // namespace lectern
