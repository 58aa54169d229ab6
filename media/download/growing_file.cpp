#include "media/download/growing_file.hpp"

#include "domain/base/disk_full.hpp"

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>
#include <vector>

#include <sys/stat.h>
#include <unistd.h>

namespace lectern::media {
namespace {

constexpr std::int64_t read_size = std::int64_t{1} << 20;
constexpr std::int64_t blind_reserve = std::int64_t{64} << 20;

[[noreturn]] void throw_errno(const char* what) {
    throw std::system_error(errno, std::generic_category(), what);
}

}  // namespace

Failure recording_too_large(std::int64_t bytes, std::int64_t most, bool whole) {
    return Failure::permanent("The recording is larger than this server accepts: it has " +
                                  std::string(whole ? "" : "at least ") + std::to_string(bytes) +
                                  " bytes, the limit is " + std::to_string(most) + " bytes.",
                              "too large");
}

Failure no_space_for_recording() {
    return Failure::storage_full("The server has no space left for this recording.", "no space");
}

std::int64_t GrowingFile::size() const {
    struct stat status {};
    if (::fstat(fd_, &status) != 0) throw_errno("fstat of the target");
    return status.st_size;
}

Outcome<> GrowingFile::reserve(std::int64_t upto, std::int64_t have) {
    if (!reserve_ || upto <= reserved_) return {};
    if (auto outcome = reserve_(upto - std::max(reserved_, have)); outcome.has_error()) return outcome;
    reserved_ = upto;
    return {};
}

Outcome<> GrowingFile::reserve_ahead(std::int64_t upto, std::int64_t have) {
    return upto > reserved_ ? reserve(upto + blind_reserve, have) : Outcome<>();
}

Outcome<> GrowingFile::write(std::string_view bytes, std::int64_t at) {
    const auto end = at + static_cast<std::int64_t>(bytes.size());
    if (auto outcome = reserve_ahead(end, at); outcome.has_error()) return outcome;
    while (!bytes.empty()) {
        const ssize_t put =
            ::pwrite(fd_, bytes.data(), bytes.size(), end - static_cast<std::int64_t>(bytes.size()));
        if (put < 0 && errno == EINTR) continue;
        if (put < 0 && means_disk_full({errno, std::generic_category()})) return no_space_for_recording();
        if (put < 0) throw_errno("write to the target");
        bytes.remove_prefix(static_cast<std::size_t>(put));
    }
    return {};
}

std::int64_t GrowingFile::read(std::int64_t from, std::int64_t to,
                               const std::function<bool(std::string_view)>& take) const {
    std::vector<char> buffer(from < to ? static_cast<std::size_t>(std::min(read_size, to - from)) : 0);
    while (from < to) {
        const auto wanted = static_cast<std::size_t>(std::min(read_size, to - from));
        const ssize_t got = ::pread(fd_, buffer.data(), wanted, from);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) throw_errno("read of the target");
        if (got == 0 || !take({buffer.data(), static_cast<std::size_t>(got)})) break;
        from += got;
    }
    return from;
}

void GrowingFile::truncate(std::int64_t size) {
    reserved_ = std::min(reserved_, size);
    if (::ftruncate(fd_, size) != 0) throw_errno("truncate of the target");
}

void GrowingFile::sync() const {
    if (::fdatasync(fd_) != 0) throw_errno("fdatasync of the target");
}

}  // namespace lectern::media
