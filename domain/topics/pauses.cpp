#include "domain/topics/pauses.hpp"

#include <algorithm>
#include <cmath>

namespace lectern::topics {
namespace {

constexpr double breath = 0.4;  // seconds; the usual pause is taken to be at least this long
constexpr double highest = 2;

}  // namespace

std::vector<double> pause_scores(const std::vector<Sentence>& sentences,
                                 const std::vector<std::optional<Silence>>& silences_before) {
    std::vector<double> pauses(sentences.size(), 0.0);
    if (sentences.size() < 2) return pauses;
    for (std::size_t i = 1; i < sentences.size(); ++i) {
        const auto& silence = silences_before[i];
        pauses[i] = std::max(sentences[i].start - sentences[i - 1].end,
                             silence ? silence->end - silence->start : 0.0);
    }

    // A pause is compared with the speaker's own median, because some speakers are slow. The scale is
    // logarithmic, because a break can last minutes.
    std::vector<double> sorted(pauses.begin() + 1, pauses.end());
    const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
    std::nth_element(sorted.begin(), middle, sorted.end());
    const double usual = std::max(*middle, breath);
    for (auto& pause : pauses)
        pause = pause > usual ? std::min(highest, std::log(pause / usual)) : 0.0;
    return pauses;
}

}  // namespace lectern::topics
