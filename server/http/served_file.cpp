#include "server/http/served_file.hpp"

#include <algorithm>
#include <cerrno>

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace lectern::http {
namespace {

thread_local const ServedFile* being_read = nullptr;  // by this thread's MappedReading

}  // namespace

ServedFile ServedFile::mapped(UniqueFd file) {
    ServedFile made(std::move(file));
    struct stat facts {};
    if (::fstat(made.fd(), &facts) != 0 || facts.st_size <= 0) return made;
    const auto bytes = static_cast<std::size_t>(facts.st_size);
    void* const at = ::mmap(nullptr, bytes, PROT_READ, MAP_SHARED, made.fd(), 0);
    if (at == MAP_FAILED) return made;
    made.mapping_ = static_cast<const char*>(at);
    made.mapped_bytes_ = bytes;
    return made;
}

ServedFile::ServedFile(ServedFile&& other) noexcept
    : fd_(std::move(other.fd_)),
      mapping_(std::exchange(other.mapping_, nullptr)),
      mapped_bytes_(std::exchange(other.mapped_bytes_, 0)),
      damaged_(other.damaged_.load()) {}

ServedFile::~ServedFile() {
    if (mapping_ != nullptr) ::munmap(const_cast<char*>(mapping_), mapped_bytes_);
}

std::string_view ServedFile::in_address_space(std::uint64_t offset, std::size_t bytes) const {
    if (offset >= mapped_bytes_ || damaged_.load(std::memory_order_acquire)) return {};
    const auto first = static_cast<std::size_t>(offset);
    return {mapping_ + first, std::min(bytes, mapped_bytes_ - first)};
}

// Called by a signal handler. Marks the damage before any code can see the zeros.
bool ServedFile::replace_page(void* address) const {
    static const auto page_size = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
    const auto at = reinterpret_cast<std::uintptr_t>(address);
    const auto begin = reinterpret_cast<std::uintptr_t>(mapping_);
    if (at < begin || at >= begin + mapped_bytes_) return false;
    damaged_.store(true);
    void* const page = reinterpret_cast<void*>(at / page_size * page_size);
    return ::mmap(page, page_size, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) != MAP_FAILED;
}

void MappedReading::handle_bus_error(int, siginfo_t* info, void*) {
    const int error = errno;
    // Not a page of the file: the access happens again and ends the process as usual.
    if (being_read == nullptr || !being_read->replace_page(info->si_addr)) ::signal(SIGBUS, SIG_DFL);
    errno = error;
}

MappedReading::MappedReading(const ServedFile& file) : file_(file) {
    [[maybe_unused]] static const bool handled = [] {
        struct sigaction action {};
        action.sa_sigaction = handle_bus_error;
        action.sa_flags = SA_SIGINFO;
        return ::sigaction(SIGBUS, &action, nullptr) == 0;
    }();
    being_read = &file;
}

MappedReading::~MappedReading() {
    being_read = nullptr;
}

bool MappedReading::good() const {
    return !file_.damaged_.load();
}

}  // namespace lectern::http
