#include "server/work/random.hpp"

#include "domain/base/hex.hpp"
#include "domain/base/uuid.hpp"

#include <array>
#include <span>
#include <stdexcept>
#include <vector>

#include <openssl/rand.h>

namespace lectern::work {
namespace {

void fill(std::span<unsigned char> bytes) {
    if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1)
        throw std::runtime_error("no random bytes to be had");
}

}  // namespace

std::string random_hex(std::size_t count) {
    std::vector<unsigned char> bytes(count);
    fill(bytes);
    return to_hex(bytes);
}

std::string random_uuid() {
    std::array<std::uint8_t, 16> bytes{};
    fill(bytes);
    return format_uuid4(bytes);
}

}  // namespace lectern::work
