#pragma once

#include "domain/topics/words.hpp"

#include <vector>

namespace lectern::topics {

// Dunning's log-likelihood ratio of a word or phrase that stands in `here` of the segment's `sentences_here`
// sentences and in `all` of the talk's `sentences`. 0 if it is not more frequent in the segment than
// elsewhere.
double keyness(double here, double sentences_here, double all, double sentences);

// In how many sentences each stem stands: in the talk, and in one segment at a time. It counts sentences, not
// mentions: "no, no, no" is one sentence.
class StemCounts {
public:
    explicit StemCounts(const Words& words);

    void select(std::size_t first, std::size_t end);  // the segment: sentences [first, end)
    std::size_t here(StemId stem) const { return here_[stem]; }
    std::size_t all(StemId stem) const { return all_[stem]; }
    // Whether the stem is more frequent in the segment than in the talk, or if the segment is the whole talk.
    bool is_key(StemId stem) const;

private:
    void count(std::vector<std::size_t>& counts, std::size_t first, std::size_t end, bool add);

    const Words& words_;
    std::vector<std::size_t> here_;
    std::vector<std::size_t> all_;
    std::vector<std::size_t> last_;  // the sentence in which a stem was counted last, plus one
    std::size_t first_ = 0;
    std::size_t end_ = 0;
};

}  // namespace lectern::topics
