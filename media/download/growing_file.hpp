#pragma once

#include "domain/job/failure.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace lectern::media {

// The limit of DownloadOptions::max_bytes. Nobody can use the bytes that are here, so the caller drops them.
// `bytes`: how large it is; if that is not known (`whole` is false), how large it is at least.
Failure recording_too_large(std::int64_t bytes, std::int64_t most, bool whole);
// The disk is full.
Failure no_space_for_recording();

// A file that is filled from its beginning; does not own the descriptor. Reserves space before it writes. A
// full disk is a Failure, a broken one is std::system_error.
class GrowingFile {
public:
    using Reserve = std::function<Outcome<>(std::int64_t more)>;

    // `reserve` may be empty.
    GrowingFile(int fd, const Reserve& reserve) : fd_(fd), reserve_(reserve) {}

    std::int64_t size() const;
    // Reserves space up to the offset `upto`; `have` bytes are written already.
    Outcome<> reserve(std::int64_t upto, std::int64_t have);
    // The same, but further ahead in large steps, for a file whose length is not known.
    Outcome<> reserve_ahead(std::int64_t upto, std::int64_t have);
    // Calls reserve_ahead() first.
    Outcome<> write(std::string_view bytes, std::int64_t at);
    // Passes the bytes of [from, to) to `take` in pieces until it returns false. Returns the offset reached:
    // less than `to` if `take` stopped or the file is shorter.
    std::int64_t read(std::int64_t from, std::int64_t to,
                      const std::function<bool(std::string_view)>& take) const;
    void truncate(std::int64_t size);
    void sync() const;

private:
    int fd_;
    const Reserve& reserve_;
    std::int64_t reserved_ = 0;  // offset up to which space is reserved
};

}  // namespace lectern::media
