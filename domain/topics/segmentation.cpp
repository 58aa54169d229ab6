#include "domain/topics/segmentation.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace lectern::topics {
namespace {

// The result changes little when one of these numbers changes: each lies in the middle of a wide range of
// good values.
constexpr double concentration = 0.6;    // of the Dirichlet prior; higher for topics with more varied words
constexpr std::size_t most_kinds = 600;  // different words of one topic, also in a talk that has more
constexpr double usual_words = 1400;     // the median length of a topic
constexpr double spread = 0.6;           // standard deviation of the logarithm of that length
// The words of a talk are not independent, so their evidence counts only in part: with this weight in a talk
// of usual_content content words. The weight falls with the square root of their number.
constexpr double words_trusted = 0.3;
constexpr double usual_content = 3000;
constexpr std::size_t few_words = 100;    // a segment with fewer is too short for a topic
constexpr std::size_t most_words = 8000;  // in one segment: half an hour of the fastest speech
constexpr double forbidden = 1000;        // nats; enough to break a limit only if every division does

// All logarithms that the inner loop can need, so that it only reads and adds.
struct Logarithms {
    std::vector<double> repeated;  // [count] log(count + concentration)
    std::vector<double> total;     // [n] sum of log(k + prior mass of all kinds) for k < n

    Logarithms(std::size_t tokens, std::size_t kinds) : repeated(tokens + 1), total(tokens + 1) {
        const double mass = static_cast<double>(std::min(kinds, most_kinds)) * concentration;
        for (std::size_t i = 0; i <= tokens; ++i)
            repeated[i] = std::log(static_cast<double>(i) + concentration);
        for (std::size_t i = 0; i < tokens; ++i)
            total[i + 1] = total[i] + std::log(static_cast<double>(i) + mass);
    }
};

// [words] the cost of a segment with so many words.
std::vector<double> length_costs(std::size_t most) {
    std::vector<double> costs(most + 1);
    for (std::size_t words = 0; words <= most; ++words) {
        const double z = std::log(std::max(20.0, static_cast<double>(words)) / usual_words) / spread;
        costs[words] = z * z / 2;
        // The cost rises with the distance from the limit: if no division keeps the limits, the nearest one
        // wins.
        if (words < few_words) costs[words] += forbidden * (1 - static_cast<double>(words) / few_words);
    }
    return costs;
}

double seconds_cost(double seconds, const Limits& limits) {
    if (seconds < limits.shortest) return forbidden * (1 - seconds / limits.shortest);
    if (seconds > limits.longest) return forbidden * (seconds / limits.longest);
    return 0;
}

}  // namespace

std::vector<std::size_t> segment(const std::vector<Unit>& units, std::uint32_t stems, const Limits& limits) {
    std::vector<std::uint32_t> counts(stems, 0);
    std::size_t tokens = 0;
    std::size_t kinds = 0;
    for (const auto& unit : units) {
        for (const auto stem : unit.stems)
            kinds += counts[stem]++ == 0;
        tokens += unit.stems.size();
    }
    std::fill(counts.begin(), counts.end(), 0);
    const Logarithms logarithms(tokens, kinds);
    const double trust =
        words_trusted * std::sqrt(usual_content / std::max(1.0, static_cast<double>(tokens)));

    const auto lengths = length_costs(most_words);

    // best[i]: the lowest cost of a division of the units before i; before[i]: the beginning of its last
    // segment.
    std::vector<double> best(units.size() + 1, std::numeric_limits<double>::infinity());
    std::vector<std::size_t> before(units.size() + 1, 0);
    best[0] = 0;
    for (std::size_t first = 0; first < units.size(); ++first) {
        const double so_far = best[first] - (first == 0 ? 0 : units[first].opening);
        double known = 0;  // the part of the cost that repeated words save
        std::size_t said = 0;
        std::size_t words = 0;
        std::size_t end = first;
        while (end < units.size()) {
            const auto& unit = units[end];
            const double seconds = unit.end - units[first].start;
            if (end > first && (seconds > limits.longest || words > most_words)) break;
            for (const auto stem : unit.stems)
                known += logarithms.repeated[counts[stem]++];
            said += unit.stems.size();
            words += unit.words;
            ++end;
            const double cost = so_far + trust * (logarithms.total[said] - known) +
                                lengths[std::min(words, most_words)] + seconds_cost(seconds, limits);
            if (cost < best[end]) {
                best[end] = cost;
                before[end] = first;
            }
        }
        for (std::size_t i = first; i < end; ++i) {
            for (const auto stem : units[i].stems)
                counts[stem] = 0;
        }
    }

    std::vector<std::size_t> firsts;
    for (std::size_t end = units.size(); end > 0; end = before[end])
        firsts.push_back(before[end]);
    std::reverse(firsts.begin(), firsts.end());
    return firsts;
}

}  // namespace lectern::topics
