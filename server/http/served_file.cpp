#include "server/http/served_file.hpp"

#include <algorithm>

#include <sys/mman.h>
#include <sys/stat.h>

namespace lectern::http {

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
      mapped_bytes_(std::exchange(other.mapped_bytes_, 0)) {}

ServedFile::~ServedFile() {
    if (mapping_ != nullptr) ::munmap(const_cast<char*>(mapping_), mapped_bytes_);
}

std::string_view ServedFile::in_address_space(std::uint64_t offset, std::size_t bytes) const {
    if (offset >= mapped_bytes_) return {};
    const auto first = static_cast<std::size_t>(offset);
    return {mapping_ + first, std::min(bytes, mapped_bytes_ - first)};
}

}  // namespace lectern::http
