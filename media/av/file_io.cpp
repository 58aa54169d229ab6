#include "media/av/file_io.hpp"

#include "media/av/error.hpp"

#include <algorithm>
#include <cerrno>
#include <new>
#include <utility>

#include <sys/stat.h>
#include <unistd.h>

namespace lectern::media {

namespace {

constexpr int buffer_bytes = 256 * 1024;
constexpr std::int64_t far_end = std::int64_t{1} << 60;  // of any file

std::int64_t now_ns() {
    return std::chrono::steady_clock::now().time_since_epoch() / std::chrono::nanoseconds(1);
}

}  // namespace

void Interrupt::arm(std::chrono::seconds limit) {
    timed_out_ = false;
    deadline_ = now_ns() + std::chrono::nanoseconds(limit).count();
}

bool Interrupt::wanted() const {
    if (stopped()) return true;
    if (now_ns() < deadline_.load(std::memory_order_relaxed)) return false;
    timed_out_.store(true, std::memory_order_relaxed);
    return true;
}

AVIOInterruptCB Interrupt::callback() {
    return {[](void* self) -> int { return static_cast<const Interrupt*>(self)->wanted() ? 1 : 0; }, this};
}

FileIo::FileIo(int fd, Direction direction, const Interrupt& interrupt, FileWindow window)
    : fd_(fd), interrupt_(interrupt), window_(window) {
    auto* buffer = static_cast<std::uint8_t*>(av_malloc(buffer_bytes));
    if (buffer == nullptr) throw std::bad_alloc();
    const bool writing = direction == Direction::write;
#if LIBAVFORMAT_VERSION_MAJOR >= 61
    const auto write_callback = &FileIo::write;
#else
    const auto write_callback = [](void* self, std::uint8_t* from, int bytes) {
        return write(self, from, bytes);
    };
#endif
    context_ = avio_alloc_context(buffer, buffer_bytes, writing ? 1 : 0, this, &FileIo::read, write_callback,
                                  &FileIo::seek);
    if (context_ == nullptr) {
        av_free(buffer);
        throw std::bad_alloc();
    }
}

FileIo::~FileIo() {
    av_freep(static_cast<void*>(&context_->buffer));
    avio_context_free(&context_);
}

void FileIo::throw_if_refused() const {
    if (refusal_) std::rethrow_exception(refusal_);
}

bool FileIo::may_grow(std::int64_t end) noexcept {
    if (!growth_ || end <= grown_) return true;
    try {
        if (auto grown = growth_(end); grown.has_error()) fail(grown.error());
        grown_ = end;
        return true;
    } catch (...) {
        refusal_ = std::current_exception();
        return false;
    }
}

std::int64_t FileIo::size() const {
    struct stat info {};
    if (::fstat(fd_, &info) != 0) return AVERROR(errno);
    const std::int64_t rest = std::max<std::int64_t>(info.st_size - window_.first, 0);
    return window_.length < 0 ? rest : std::min(rest, window_.length);
}

std::int64_t FileIo::read_at(std::int64_t offset, std::uint8_t* to, std::size_t bytes) const {
    if (window_.length >= 0) {
        const std::int64_t left = std::max<std::int64_t>(window_.length - offset, 0);
        bytes = std::min(bytes, static_cast<std::size_t>(left));
    }
    for (;;) {
        const ssize_t got = ::pread(fd_, to, bytes, window_.first + offset);
        if (got >= 0 || errno != EINTR) return got;
    }
}

int FileIo::read(void* self, std::uint8_t* to, int bytes) {
    auto& io = *static_cast<FileIo*>(self);
    if (io.interrupt_.wanted()) return interrupted;
    const std::int64_t got = io.read_at(io.position_, to, static_cast<std::size_t>(bytes));
    if (got < 0) return AVERROR(errno);
    if (got == 0) return AVERROR_EOF;
    io.position_ += got;
    return static_cast<int>(got);
}

int FileIo::write(void* self, const std::uint8_t* from, int bytes) {
    auto& io = *static_cast<FileIo*>(self);
    const std::span<const std::uint8_t> all(from, static_cast<std::size_t>(bytes));
    const int rc = io.position_ < io.keep_from_ ? io.write_at(io.position_, all)
                                                : io.keep(io.position_ - io.keep_from_, all);
    if (rc < 0) return rc;
    io.position_ += bytes;
    return bytes;
}

int FileIo::write_at(std::int64_t offset, std::span<const std::uint8_t> bytes) {
    if (interrupt_.wanted()) return interrupted;
    if (!may_grow(offset + static_cast<std::int64_t>(bytes.size()))) return AVERROR(ENOSPC);
    while (!bytes.empty()) {
        const ssize_t put = ::pwrite(fd_, bytes.data(), bytes.size(), offset);
        if (put < 0 && errno == EINTR) continue;
        if (put < 0) return AVERROR(errno);
        bytes = bytes.subspan(static_cast<std::size_t>(put));
        offset += put;
    }
    return 0;
}

int FileIo::keep(std::int64_t offset, std::span<const std::uint8_t> bytes) noexcept {
    try {
        const auto at = static_cast<std::size_t>(offset);
        if (kept_.size() < at + bytes.size()) kept_.resize(at + bytes.size());
        std::ranges::copy(bytes, kept_.begin() + static_cast<std::ptrdiff_t>(at));
        return 0;
    } catch (const std::bad_alloc&) {
        return AVERROR(ENOMEM);
    }
}

std::int64_t FileIo::seek(void* self, std::int64_t offset, int whence) {
    auto& io = *static_cast<FileIo*>(self);
    std::int64_t base = 0;
    switch (whence & ~AVSEEK_FORCE) {
        case AVSEEK_SIZE:
            return io.size();
        case SEEK_SET:
            break;
        case SEEK_CUR:
            base = io.position_;
            break;
        case SEEK_END:
            base = io.size();
            break;
        default:
            return AVERROR(EINVAL);
    }
    if (base < 0 || offset < -base || offset > far_end - base) return AVERROR(EINVAL);
    io.position_ = base + offset;
    return io.position_;
}

}  // namespace lectern::media
