#pragma once

#include "domain/job/failure.hpp"

#include <cstdint>
#include <functional>
#include <string_view>

namespace lectern::media {

// A descriptor, not owned, that is filled from its beginning: asks for space before it is taken, and tells a
// full disk (a Failure) from a broken one (std::system_error).
class GrowingFile {
public:
    using Reserve = std::function<Outcome<>(std::int64_t more)>;

    // `reserve` may be empty.
    GrowingFile(int fd, const Reserve& reserve) : fd_(fd), reserve_(reserve) {}

    std::int64_t size() const;
    // Asks for space up to the offset `upto`, of which `have` bytes are there.
    Outcome<> reserve(std::int64_t upto, std::int64_t have);
    // The same in large steps ahead, while nobody says how much will come.
    Outcome<> reserve_ahead(std::int64_t upto, std::int64_t have);
    // Asks for more space ahead of it, while nobody says how much will come.
    Outcome<> write(std::string_view bytes, std::int64_t at);
    // Passes on what stands in [from, to) in pieces until `take` says false; the offset reached, less than
    // `to` also when the file is shorter.
    std::int64_t read(std::int64_t from, std::int64_t to,
                      const std::function<bool(std::string_view)>& take) const;
    void truncate(std::int64_t size);
    void sync() const;

private:
    int fd_;
    const Reserve& reserve_;
    std::int64_t reserved_ = 0;  // offset up to which space was asked for
};

}  // namespace lectern::media
