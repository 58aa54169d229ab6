#pragma once

#include "media/download/fetch_target.hpp"
#include "media/download/growing_file.hpp"
#include "media/download/options.hpp"
#include "media/download/receiver.hpp"
#include "media/playlist/aes.hpp"
#include "media/playlist/piece_shape.hpp"

#include <optional>
#include <string>
#include <vector>

#include <boost/json.hpp>

namespace lectern::media {

// The file in which the pieces of a stream gather, one behind the other, decrypted, until they are put
// together. Remembers in the target's checkpoint what is complete, for the same plan only.
class PartsFile final : public Receiver {
public:
    // `fd` is open for reading and writing; `plan`: its fingerprint().
    PartsFile(int fd, const FetchTarget& target, std::string key, std::string plan,
              const DownloadOptions& options);

    // Called after each write with the share of the piece that is here, if that is known.
    std::function<void(double fraction)> watch;

    std::size_t pieces() const { return pieces_; }                   // complete
    std::int64_t bytes() const { return end_; }                      // of these
    const std::vector<std::int64_t>& ends() const { return ends_; }  // where the complete runs end

    // The next piece begins; `key` if it is encrypted. What an earlier attempt left of it is kept.
    void begin_piece(const Piece& piece, const std::optional<AesBlock>& key, bool last_of_run);
    // To be called before each try to fetch it: bytes that were decrypted cannot be gone on with.
    void begin_try();
    bool piece_complete() const;  // its last byte is here
    // All of the piece has come. A Failure says why it cannot be used; it is dropped then.
    Outcome<> end_piece();
    void skip_piece();  // it is not there, and need not be
    void clear();       // gives the space back
    void forget();      // the same, and the next attempt starts over

    const Arrival& arrival() const override { return arrival_; }
    std::int64_t highest() const override { return highest_; }
    Outcome<> begin(const Arrival& arrival) override;
    Outcome<> write(std::string_view bytes) override;
    void restart() override;
    void expect_total(std::int64_t total) override { arrival_.total = total; }
    void describe(std::string, std::string) override {}
    void pause() override { save(); }

private:
    void take_up(const boost::json::object& saved);
    Outcome<> put(std::string_view bytes);
    void save();

    const FetchTarget& target_;
    GrowingFile file_;
    std::string key_;
    std::string plan_;
    const DownloadOptions& options_;

    std::size_t pieces_ = 0;
    std::int64_t end_ = 0;  // of the complete pieces
    std::vector<std::int64_t> ends_;

    // The piece that is arriving, or that an earlier attempt left.
    Arrival arrival_;
    std::int64_t plain_ = 0;  // bytes of it in the file
    bool last_of_run_ = false;
    std::optional<AesBlock> piece_key_;
    AesBlock iv_{};
    std::optional<AesStream> cipher_;
    PieceShape shape_;

    std::int64_t highest_ = 0;
    std::int64_t saved_ = 0;
};

}  // namespace lectern::media
