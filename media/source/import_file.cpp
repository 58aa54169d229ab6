#include "media/source/import_file.hpp"

#include "domain/base/digest.hpp"
#include "domain/base/disk_full.hpp"
#include "domain/base/unique_fd.hpp"
#include "media/download/growing_file.hpp"
#include "media/download/recording_name.hpp"

#include <algorithm>
#include <cerrno>
#include <optional>
#include <system_error>
#include <vector>

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace lectern::media {
namespace {

constexpr std::int64_t step = std::int64_t{4} << 20;  // bytes between two checks of the stop token
constexpr std::chrono::milliseconds report_pause{300};
constexpr off_t most_subtitles = off_t{4} << 20;  // bytes

[[noreturn]] void throw_errno(const char* what) {
    throw std::system_error(errno, std::generic_category(), what);
}

// Opens a file below the folder. No part of the path may be a link, even if the folder changes meanwhile.
UniqueFd open_below(int folder, const std::string& relative) {
    open_how how{};
    how.flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;  // non-blocking: opening a FIFO must not wait
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;
    int fd = -1;
    do
        fd = static_cast<int>(::syscall(SYS_openat2, folder, relative.c_str(), &how, sizeof how));
    while (fd < 0 && (errno == EINTR || errno == EAGAIN));
    return UniqueFd(fd);
}

bool disk_is_full() {
    return means_disk_full({errno, std::generic_category()});
}

// Copies up to `length` bytes at `at`. Returns the number copied, 0 at the end of the file, -1 with errno
// set. The kernel shares or copies the blocks where both file systems can; else they go through `buffer`.
ssize_t copy_piece(int from, int to, std::int64_t at, std::size_t length, bool& in_kernel,
                   std::vector<char>& buffer) {
    if (in_kernel) {
        off_t in = at, out = at;
        const ssize_t copied = ::copy_file_range(from, &in, to, &out, length, 0);
        if (copied >= 0 || disk_is_full()) return copied;
        in_kernel = false;
    }
    buffer.resize(static_cast<std::size_t>(step));
    const ssize_t got = ::pread(from, buffer.data(), std::min(length, buffer.size()), at);
    if (got <= 0) return got;
    return ::pwrite(to, buffer.data(), static_cast<std::size_t>(got), at);
}

void hash_piece(int fd, std::int64_t at, std::int64_t end, std::vector<char>& buffer, Digest& digest) {
    buffer.resize(static_cast<std::size_t>(step));
    while (at < end) {
        const auto wanted = static_cast<std::size_t>(std::min<std::int64_t>(end - at, step));
        const ssize_t got = ::pread(fd, buffer.data(), wanted, at);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) throw_errno("read of the target");
        digest.update({buffer.data(), static_cast<std::size_t>(got)});
        at += got;
    }
}

Failure changed() {
    return Failure::transient("The file in the import folder changed while it was being read.");
}

// The next attempt copies anew, so what is here is of no use.
Failure without_copy(int fd, Failure failure) {
    if (::ftruncate(fd, 0) != 0) throw_errno("truncate of the target");
    return failure;
}

// Copies, and hashes the bytes of the target.
Outcome<std::string> copy(int from, int to, std::int64_t size, const WorkControl& control) {
    Digest digest(Digest::Algorithm::sha256);
    std::vector<char> buffer;
    bool in_kernel = true;
    auto reported = std::chrono::steady_clock::now();
    for (std::int64_t at = 0; at < size;) {
        if (control.stop.stop_requested()) return Failure::cancelled();
        const auto length = static_cast<std::size_t>(std::min(step, size - at));
        const ssize_t copied = copy_piece(from, to, at, length, in_kernel, buffer);
        if (copied < 0 && errno == EINTR) continue;
        if (copied < 0 && disk_is_full()) return no_space_for_recording();
        if (copied < 0) throw_errno("copy from the import folder");
        if (copied == 0) return changed();
        hash_piece(to, at, at + copied, buffer, digest);
        at += copied;
        if (const auto now = std::chrono::steady_clock::now(); now - reported >= report_pause) {
            reported = now;
            control.report(static_cast<double>(at) / static_cast<double>(size));
        }
    }
    return digest.hex();
}

// The text of lecture.vtt or lecture.srt beside lecture.mp4; nullopt if neither can be read.
std::optional<std::string> read_subtitles_beside(int folder, const std::string& recording) {
    const std::size_t dot = recording.rfind('.');
    if (dot == std::string::npos || recording.find('/', dot) != std::string::npos) return {};
    for (const char* ending : {".vtt", ".srt"}) {
        const UniqueFd file = open_below(folder, recording.substr(0, dot) + ending);
        struct stat facts {};
        if (!file || ::fstat(file.get(), &facts) != 0 || !S_ISREG(facts.st_mode) ||
            facts.st_size > most_subtitles)
            continue;
        std::string text(static_cast<std::size_t>(facts.st_size), '\0');
        const ssize_t got = ::pread(file.get(), text.data(), text.size(), 0);
        if (got == facts.st_size && got > 0) return text;
    }
    return {};
}

}  // namespace

Outcome<FetchedFile> fetch_import(const SourceLink& link, const SourceOptions& options,
                                  const FetchTarget& target, const WorkControl& control) {
    const bool is_demo = link.kind == SourceKind::demo;
    std::error_code gone;
    // The operator names the demo lecture, so its path may go through links.
    const auto demo =
        is_demo ? std::filesystem::canonical(options.demo_lecture, gone) : std::filesystem::path();
    if (gone) return Failure::permanent("The server's demo lecture is not there any more.");
    const auto folder_path = is_demo ? demo.parent_path() : options.import_folder;
    const std::string path = is_demo ? demo.filename().string() : link.path;
    if (folder_path.empty()) return Failure::permanent("file:// links are switched off on this server.");
    const UniqueFd folder(::open(folder_path.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!folder) throw_errno("open of the import folder");
    const UniqueFd file = open_below(folder.get(), path);
    if (!file && (errno == ENOENT || errno == ENOTDIR || errno == ENAMETOOLONG))
        return Failure::permanent("There is no such file in the server's import folder.");
    if (!file && (errno == EXDEV || errno == ELOOP))
        return Failure::permanent("The path in the import folder goes through a link, which is not allowed.");
    if (!file && (errno == EACCES || errno == ENXIO))
        return Failure::permanent("The server may not read this file in the import folder.");
    if (!file) throw_errno("open in the import folder");

    struct stat before {
    }, after{};
    if (::fstat(file.get(), &before) != 0) throw_errno("fstat in the import folder");
    if (!S_ISREG(before.st_mode)) return Failure::permanent("The path in the import folder is not a file.");
    if (before.st_size > options.max_bytes)
        return recording_too_large(before.st_size, options.max_bytes, true);
    if (::ftruncate(target.fd, 0) != 0) throw_errno("truncate of the target");
    if (target.reserve)
        if (auto outcome = target.reserve(before.st_size); outcome.has_error()) return outcome.error();

    auto sha256 = copy(file.get(), target.fd, before.st_size, control);
    if (sha256.has_error()) return without_copy(target.fd, sha256.error());
    if (::fstat(file.get(), &after) != 0) throw_errno("fstat in the import folder");
    if (after.st_size != before.st_size || after.st_mtim.tv_sec != before.st_mtim.tv_sec ||
        after.st_mtim.tv_nsec != before.st_mtim.tv_nsec)
        return without_copy(target.fd, changed());
    control.report(1);
    return FetchedFile{before.st_size,
                       clean_recording_name(link.path),
                       {},
                       std::move(*sha256),
                       read_subtitles_beside(folder.get(), path)};
}

bool has_demo_lecture(const SourceOptions& options) {
    std::error_code unknown;
    return !options.demo_lecture.empty() && std::filesystem::is_regular_file(options.demo_lecture, unknown);
}

}  // namespace lectern::media
