#pragma once

#include "domain/base/digest.hpp"
#include "domain/base/work_control.hpp"
#include "media/download/fetch_target.hpp"
#include "media/download/growing_file.hpp"
#include "media/download/options.hpp"
#include "media/download/receiver.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace lectern::media {

// The file that a fetch fills: counts, hashes, reserves, reports and remembers. What the caller's checkpoint
// says is believed only for the same recording, and only as far as the file is really there.
class TargetFile final : public Receiver {
public:
    TargetFile(const FetchTarget& target, std::string key, const DownloadOptions& options,
               const WorkControl& control);

    // Reads again what an earlier attempt left, for the hash of the whole. Call first. Fails only when
    // cancelled.
    Outcome<> take_up();

    const Arrival& arrival() const override { return arrival_; }
    std::int64_t highest() const override { return highest_; }
    Outcome<> begin(const Arrival& arrival) override;
    Outcome<> write(std::string_view bytes) override;
    void restart() override;
    void expect_total(std::int64_t total) override { arrival_.total = total; }
    void describe(std::string name, std::string type) override;
    void pause() override;

    // The whole of a small file that turned out not to be the recording; it stays here.
    std::string text() const;
    const std::string& type() const { return type_; }  // as described

    // Whether the file is whole and was put together here: its source is not asked again.
    bool made() const { return made_; }
    // Takes what somebody else wrote into the file for the whole of it, and remembers that. Fails only when
    // cancelled.
    Outcome<> take_made(std::int64_t bytes);

    // Cuts the file to its length and says what it is.
    FetchedFile finish();
    std::string md5() const { return md5_.hex(); }

private:
    void save();  // makes the bytes durable, then the checkpoint

    const FetchTarget& target_;
    GrowingFile file_;
    std::string key_;
    const DownloadOptions& options_;
    const WorkControl& control_;
    Arrival arrival_;
    bool made_ = false;
    std::int64_t highest_ = 0;
    std::int64_t saved_ = 0;
    std::chrono::steady_clock::time_point reported_{};
    std::string name_, type_;
    Digest sha256_{Digest::Algorithm::sha256}, md5_{Digest::Algorithm::md5};
};

}  // namespace lectern::media
