#include "domain/timetable/overlaps.hpp"

#include <algorithm>

namespace lectern {
namespace {

struct Span {
    Timestamp start, end;
    std::size_t place;
    bool wanted;
};

// The spans that contain the current moment, while the caller goes through all spans by their start.
class Open {
public:
    void drop_ended(Timestamp now) {
        std::erase_if(spans_, [&](const Span& span) { return span.end <= now; });
    }
    void add(const Span& span) { spans_.push_back(span); }
    const std::vector<Span>& spans() const { return spans_; }

private:
    std::vector<Span> spans_;
};

}  // namespace

Overlaps find_overlaps(const std::vector<Slot>& wanted, const std::vector<ClassSession>& existing,
                       std::size_t most) {
    std::vector<Span> spans;
    spans.reserve(wanted.size() + existing.size());
    for (std::size_t i = 0; i < wanted.size(); ++i)
        spans.push_back({wanted[i].start, wanted[i].end, i, true});
    for (std::size_t i = 0; i < existing.size(); ++i)
        spans.push_back({existing[i].start, existing[i].end, i, false});
    std::stable_sort(spans.begin(), spans.end(),
                     [](const Span& a, const Span& b) { return a.start < b.start; });

    Overlaps overlaps;
    const auto meet = [&](const Span& a, const Span& b) {
        ++overlaps.total;
        if (overlaps.found.size() == most) return;
        if (a.wanted)
            overlaps.found.push_back({a.place, b.place, b.wanted});
        else
            overlaps.found.push_back({b.place, a.place, false});
    };
    Open open_wanted, open_existing;
    for (const Span& span : spans) {
        open_wanted.drop_ended(span.start);
        for (const Span& earlier : open_wanted.spans())
            meet(span, earlier);
        // Many existing sessions may overlap each other. To look through them for each other would take long
        // and say nothing, so only a wanted span is compared with them.
        if (span.wanted) {
            open_existing.drop_ended(span.start);
            for (const Span& earlier : open_existing.spans())
                meet(span, earlier);
        }
        (span.wanted ? open_wanted : open_existing).add(span);
    }
    return overlaps;
}

}  // namespace lectern
