#pragma once

#include "domain/base/work_control.hpp"
#include "domain/job/failure.hpp"
#include "media/av/handles.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <exception>
#include <functional>
#include <span>
#include <vector>

namespace lectern::media {

// Tells libav, and our own reads and writes, to give up: when the owner requests a stop, or when a step
// exceeds its deadline. Called from decoder threads too.
class Interrupt {
public:
    explicit Interrupt(const WorkControl& control) : stop_(control.stop) {}

    // The current step must end within `limit`.
    void arm(std::chrono::seconds limit);
    bool wanted() const;
    bool stopped() const { return stop_.stop_requested(); }
    // The current step has exceeded its deadline.
    bool timed_out() const { return timed_out_.load(std::memory_order_relaxed); }
    AVIOInterruptCB callback();

private:
    std::stop_token stop_;
    std::atomic<std::int64_t> deadline_{INT64_MAX};  // steady clock, ns
    mutable std::atomic<bool> timed_out_{false};
};

// A range of a file that is read as if it were a whole file.
struct FileWindow {
    std::int64_t first = 0;    // bytes
    std::int64_t length = -1;  // -1: to the end
};

// Called before a file that is written grows to `end` bytes. A Failure ends the writing.
using Growth = std::function<Outcome<>(std::int64_t end)>;

// An AVIOContext on a descriptor, which it does not own. Reading uses pread with an offset of its own, so
// several readers may share one descriptor.
class FileIo {
public:
    enum class Direction { read, write };

    // `interrupt` must outlive this. A window is for reading.
    FileIo(int fd, Direction direction, const Interrupt& interrupt, FileWindow window = {});
    FileIo(const FileIo&) = delete;
    FileIo& operator=(const FileIo&) = delete;
    ~FileIo();

    AVIOContext* context() { return context_; }
    std::int64_t size() const;
    void ask_before_growing(Growth growth) { growth_ = std::move(growth); }
    // Throws MediaError with the Failure of `growth`, or what that threw. Needed because libav only reports
    // that an error occurred.
    void throw_if_refused() const;
    // Up to `bytes` from an offset on, as pread(2).
    std::int64_t read_at(std::int64_t offset, std::uint8_t* to, std::size_t bytes) const;
    // Writes all bytes at an offset; returns 0 or an AVERROR.
    int write_at(std::int64_t offset, std::span<const std::uint8_t> bytes);
    // What libav writes at `offset` or later goes to kept() from now on, and not to the file.
    void keep_from(std::int64_t offset) { keep_from_ = offset; }
    std::vector<std::uint8_t>& kept() { return kept_; }

private:
    static int read(void* self, std::uint8_t* to, int bytes);
    static int write(void* self, const std::uint8_t* from, int bytes);
    static std::int64_t seek(void* self, std::int64_t offset, int whence);

    bool may_grow(std::int64_t end) noexcept;
    int keep(std::int64_t offset, std::span<const std::uint8_t> bytes) noexcept;

    int fd_;
    const Interrupt& interrupt_;
    FileWindow window_;
    std::int64_t position_ = 0;
    AVIOContext* context_ = nullptr;
    Growth growth_;
    std::int64_t grown_ = 0;  // bytes that were asked for
    std::exception_ptr refusal_;
    std::int64_t keep_from_ = INT64_MAX;
    std::vector<std::uint8_t> kept_;
};

}  // namespace lectern::media
