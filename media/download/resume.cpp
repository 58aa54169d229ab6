#include "media/download/resume.hpp"

#include "domain/net/content_range.hpp"

#include <algorithm>

namespace lectern::media {
namespace {

constexpr std::size_t longest_kept = 1'000;

bool contradict(const std::string& a, const std::string& b) {
    return !a.empty() && !b.empty() && a != b;
}

std::optional<ContentRange> range_of(const HttpHead& head) {
    const std::string* value = head.find("Content-Range");
    return value ? parse_content_range(*value) : std::nullopt;
}

// The number of bytes of what is wanted; -1 if the answer does not tell it.
std::int64_t total_of(const ContentRange& range, const Arrival& arrival) {
    if (arrival.length >= 0) return arrival.length;
    return range.total < 0 ? -1 : range.total - arrival.first;
}

}  // namespace

std::string kept_header(const HttpHead& head, std::string_view name) {
    const std::string* value = head.find(name);
    if (!value || value->size() > longest_kept) return {};
    const bool plain = std::ranges::all_of(*value, [](char c) { return c >= ' ' && c <= '~'; });
    return plain ? *value : std::string();
}

ResumeStep resume_step(const HttpHead& head, const Arrival& arrival) {
    if (head.status == 200) {
        const bool all_is_wanted =
            arrival.first == 0 && (arrival.length < 0 || arrival.length == head.content_length());
        return all_is_wanted ? ResumeStep::start_over : ResumeStep::no_ranges;
    }
    const auto range = range_of(head);
    if (!range) return ResumeStep::ask_again;
    const bool same_total = arrival.total < 0 || total_of(*range, arrival) == arrival.total;
    if (head.status == 416) {
        const bool all_here =
            !range->has_bytes() && total_of(*range, arrival) == arrival.have && arrival.have > 0;
        return all_here && same_total ? ResumeStep::complete : ResumeStep::ask_again;
    }
    const Arrival now = arrival_of(head, arrival);
    const bool same_version = !contradict(now.etag, arrival.etag) &&
                              !contradict(now.modified, arrival.modified) &&
                              !contradict(now.hash, arrival.hash);
    const bool all_of_stretch = arrival.length < 0 || range->last + 1 == arrival.first + arrival.length;
    return head.status == 206 && range->first == arrival.first + arrival.have && all_of_stretch &&
                   same_total && same_version
               ? ResumeStep::append
               : ResumeStep::ask_again;
}

Arrival arrival_of(const HttpHead& head, const Arrival& before) {
    Arrival out;
    out.first = before.first;
    out.length = before.length;
    if (head.status == 206) {
        out.have = before.have;
        out.total = total_of(range_of(head).value_or(ContentRange{}), before);
        if (out.total < 0) out.total = before.total;
    } else {
        out.total = head.content_length().value_or(-1);
    }
    out.etag = kept_header(head, "ETag");
    out.modified = kept_header(head, "Last-Modified");
    out.hash = kept_header(head, "x-goog-hash");
    return out;
}

}  // namespace lectern::media
