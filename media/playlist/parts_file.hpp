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

// The file that holds the pieces of a stream, decrypted and one after the other, until they are joined. Keeps
// in the target's checkpoint which pieces are complete; another plan starts over.
class PartsFile final : public Receiver {
public:
    // `fd` is open for reading and writing; `plan`: its fingerprint().
    PartsFile(int fd, const FetchTarget& target, std::string key, std::string plan,
              const DownloadOptions& options);

    // Called after each write with the fraction of the piece that is here, if its length is known.
    std::function<void(double fraction)> watch;

    std::size_t pieces() const { return pieces_; }                   // complete
    std::int64_t bytes() const { return end_; }                      // of these
    const std::vector<std::int64_t>& ends() const { return ends_; }  // where the complete runs end

    // Begins the next piece; `key` if it is encrypted. Bytes of it from an earlier attempt are kept.
    void begin_piece(const Piece& piece, const std::optional<AesBlock>& key, bool last_of_run);
    // Call before each try. An encrypted piece starts over: its decryption cannot be resumed.
    void begin_try();
    bool piece_complete() const;  // its last byte is here
    // The whole piece is here. A Failure says why it cannot be used; its bytes are then dropped.
    Outcome<> end_piece();
    void skip_piece();  // the server does not have it, which is allowed (Piece::may_lack)
    void clear();       // frees the space
    void start_over();  // the same, and the next attempt begins anew

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
    Failure too_large(std::int64_t bytes);  // drops everything
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
