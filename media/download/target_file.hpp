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

// The file that a fetch fills. It counts and hashes the bytes, reserves space, reports progress and saves
// checkpoints. It uses the caller's checkpoint only if it is about the same recording, and only as far as the
// file has these bytes.
class TargetFile final : public Receiver {
public:
    TargetFile(const FetchTarget& target, std::string key, const DownloadOptions& options,
               const WorkControl& control);

    // Reads the bytes that an earlier attempt left, to hash them. Call first. Fails only if cancelled.
    Outcome<> take_up();

    const Arrival& arrival() const override { return arrival_; }
    std::int64_t highest() const override { return highest_; }
    Outcome<> begin(const Arrival& arrival) override;
    Outcome<> write(std::string_view bytes) override;
    void restart() override;
    void expect_total(std::int64_t total) override { arrival_.total = total; }
    void describe(std::string name, std::string type) override;
    void pause() override;

    // All bytes, for a small file that is not the recording after all. The bytes stay in the file.
    std::string text() const;
    const std::string& type() const { return type_; }  // as described

    // Whether the file is complete and was made here from pieces. Its source is then not asked again.
    bool made() const { return made_; }
    // The whole file, of so many bytes, was written through the descriptor and not by write(). Saves a
    // checkpoint. Fails only if cancelled.
    Outcome<> take_made(std::int64_t bytes);

    // Cuts the file to its length and describes it.
    FetchedFile finish();
    std::string md5() const { return md5_.hex(); }

private:
    Failure too_large(std::int64_t bytes);  // drops everything
    void save();                            // makes the bytes durable, then the checkpoint

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
