#pragma once

#include "media/source/digest.hpp"
#include "media/source/fetch.hpp"
#include "media/source/resume.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace lectern::media {

// The file that a fetch fills: counts, hashes, reserves, reports and remembers. What the caller's checkpoint
// says is believed only for the same recording, and only as far as the file is really there.
class TargetFile {
public:
    TargetFile(const FetchTarget& target, std::string key, const SourceOptions& options,
               const Control& control);

    // Reads again what an earlier attempt left, for the hash of the whole. Call first. Fails only when
    // cancelled.
    Outcome<> take_up();

    const Arrival& arrival() const { return arrival_; }
    std::int64_t highest() const { return highest_; }  // the most bytes that were ever here in this fetch

    // A body begins: from byte 0, or where the file ends. Checks the cap and reserves space.
    Outcome<> begin(const Arrival& arrival);
    Outcome<> write(std::string_view bytes);
    void restart();  // drops everything that is here
    void save();     // makes the bytes durable, then the checkpoint

    void expect_total(std::int64_t total) { arrival_.total = total; }
    void describe(std::string name, std::string type);

    // Cuts the file to its length and says what it is.
    FetchedFile finish();
    std::string md5() const { return md5_.hex(); }

private:
    Outcome<> reserve(std::int64_t upto);

    const FetchTarget& target_;
    std::string key_;
    const SourceOptions& options_;
    const Control& control_;
    Arrival arrival_;
    std::int64_t highest_ = 0;
    std::int64_t reserved_ = 0;  // offset up to which space was asked for
    std::int64_t saved_ = 0;
    std::chrono::steady_clock::time_point reported_{};
    std::string name_, type_;
    Digest sha256_{Digest::Algorithm::sha256}, md5_{Digest::Algorithm::md5};
};

}  // namespace lectern::media
