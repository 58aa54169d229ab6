#include "media/source/resume.hpp"

#include <charconv>

namespace lectern::media {
namespace {

std::optional<std::int64_t> number(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc() || end != text.data() + text.size() || value < 0) return {};
    return value;
}

std::string header(const HttpHead& head, std::string_view name) {
    const std::string* value = head.find(name);
    return value ? *value : std::string();
}

bool contradict(const std::string& a, const std::string& b) {
    return !a.empty() && !b.empty() && a != b;
}

std::optional<ContentRange> range_of(const HttpHead& head) {
    return parse_content_range(header(head, "Content-Range"));
}

}  // namespace

std::optional<ContentRange> parse_content_range(std::string_view text) {
    if (!text.starts_with("bytes ")) return {};
    text.remove_prefix(6);
    const auto slash = text.find('/');
    if (slash == text.npos) return {};
    ContentRange out;
    if (const auto size = text.substr(slash + 1); size != "*") {
        const auto total = number(size);
        if (!total) return {};
        out.total = *total;
    }
    const std::string_view span = text.substr(0, slash);
    if (span == "*") return out;
    const auto dash = span.find('-');
    if (dash == span.npos) return {};
    const auto first = number(span.substr(0, dash)), last = number(span.substr(dash + 1));
    if (!first || !last || *last < *first || (out.total >= 0 && *last >= out.total)) return {};
    out.first = *first;
    out.last = *last;
    return out;
}

ResumeStep resume_step(const HttpHead& head, const Arrival& arrival) {
    if (head.status == 200) return ResumeStep::start_over;
    const auto range = range_of(head);
    if (!range) return ResumeStep::ask_again;
    const bool same_total = arrival.total < 0 || range->total == arrival.total;
    if (head.status == 416) {
        const bool all_here = range->first < 0 && range->total == arrival.have && arrival.have > 0;
        return all_here && same_total ? ResumeStep::complete : ResumeStep::ask_again;
    }
    const Arrival now = arrival_of(head, arrival);
    const bool same_version = !contradict(now.etag, arrival.etag) &&
                              !contradict(now.modified, arrival.modified) &&
                              !contradict(now.hash, arrival.hash);
    return head.status == 206 && range->first == arrival.have && same_total && same_version
               ? ResumeStep::append
               : ResumeStep::ask_again;
}

Arrival arrival_of(const HttpHead& head, const Arrival& before) {
    Arrival out;
    if (head.status == 206) {
        out.have = before.have;
        out.total = range_of(head).value_or(ContentRange{}).total;
        if (out.total < 0) out.total = before.total;
    } else {
        out.total = head.content_length().value_or(-1);
    }
    out.etag = header(head, "ETag");
    out.modified = header(head, "Last-Modified");
    out.hash = header(head, "x-goog-hash");
    return out;
}

}  // namespace lectern::media
