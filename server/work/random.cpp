#include "server/work/random.hpp"

#include "domain/base/uuid.hpp"

#include <array>
#include <stdexcept>

#include <openssl/rand.h>

namespace lectern::work {
namespace {

void fill(unsigned char* bytes, std::size_t count) {
    if (RAND_bytes(bytes, static_cast<int>(count)) != 1)
        throw std::runtime_error("no random bytes to be had");
}

}  // namespace

std::string random_bytes(std::size_t count) {
    std::string bytes(count, '\0');
    fill(reinterpret_cast<unsigned char*>(bytes.data()), count);
    return bytes;
}

std::string random_uuid() {
    std::array<std::uint8_t, 16> bytes{};
    fill(bytes.data(), bytes.size());
    return format_uuid4(bytes);
}

}  // namespace lectern::work
