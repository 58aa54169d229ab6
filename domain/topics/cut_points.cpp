#include "domain/topics/cut_points.hpp"

#include <algorithm>

namespace lectern::topics {
namespace {

constexpr double long_pause = 5;  // seconds; a longer pause is left out
constexpr double margin = 1;      // seconds of a long pause that each side keeps

}  // namespace

std::vector<std::optional<Silence>> silences_before(const std::vector<Sentence>& sentences,
                                                    const std::vector<Silence>& silences) {
    std::vector<std::optional<Silence>> found(sentences.size());
    std::size_t next = 0;
    for (std::size_t i = 1; i < sentences.size(); ++i) {
        // The search stays between the middles of the two sentences: a silence beyond them belongs to another
        // gap.
        const double from = std::max(sentences[i - 1].end - silence_slack,
                                     (sentences[i - 1].start + sentences[i - 1].end) / 2);
        const double to =
            std::min(sentences[i].start + silence_slack, (sentences[i].start + sentences[i].end) / 2);
        while (next < silences.size() && silences[next].end < from)
            ++next;
        for (std::size_t s = next; s < silences.size() && silences[s].start <= to; ++s) {
            const Silence part{std::max(silences[s].start, from), std::min(silences[s].end, to)};
            if (part.end <= part.start) continue;
            if (!found[i] || part.end - part.start > found[i]->end - found[i]->start) found[i] = part;
        }
    }
    return found;
}

CutPoint cut_between(const Sentence& before, const Sentence& after, const std::optional<Silence>& silence) {
    const Silence pause = silence.value_or(Silence{std::min(before.end, after.start), after.start});
    if (pause.end - pause.start > long_pause) return {pause.start + margin, pause.end - margin};
    const double middle = (pause.start + pause.end) / 2;
    return {middle, middle};
}

}  // namespace lectern::topics
