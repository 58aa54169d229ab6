#include "domain/topics/keyness.hpp"

#include <algorithm>
#include <cmath>

namespace lectern::topics {
namespace {

double part(double count, double expected) {
    return count > 0 ? count * std::log(count / expected) : 0;
}

}  // namespace

double keyness(double here, double sentences_here, double all, double sentences) {
    const double expected = all * sentences_here / sentences;
    if (here <= expected) return 0;
    return 2 * (part(here, expected) + part(all - here, all - expected));
}

StemCounts::StemCounts(const Words& words)
    : words_(words), here_(words.stems, 0), all_(words.stems, 0), last_(words.stems, 0) {
    count(all_, 0, words.sentences.size(), true);
}

void StemCounts::select(std::size_t first, std::size_t end) {
    count(here_, first_, end_, false);
    first_ = first;
    end_ = end;
    count(here_, first_, end_, true);
}

bool StemCounts::is_key(StemId stem) const {
    return end_ - first_ == words_.sentences.size() ||
           here_[stem] * words_.sentences.size() > all_[stem] * (end_ - first_);
}

void StemCounts::count(std::vector<std::size_t>& counts, std::size_t first, std::size_t end, bool add) {
    std::fill(last_.begin(), last_.end(), 0);
    for (std::size_t s = first; s < end; ++s) {
        for (const auto& word : words_.sentences[s]) {
            if (last_[word.stem] == s + 1) continue;
            last_[word.stem] = s + 1;
            if (add) {
                ++counts[word.stem];
            } else {
                --counts[word.stem];
            }
        }
    }
}

}  // namespace lectern::topics
