#include "domain/base/sha256.hpp"

#include <stdexcept>

#include <openssl/evp.h>

namespace lectern {

Sha256 sha256(std::string_view bytes) {
    // Fetched once, because EVP_sha256() searches for its implementation at each use.
    static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    Sha256 digest{};
    if (algorithm == nullptr ||
        EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, algorithm, nullptr) != 1)
        throw std::runtime_error("SHA-256 is not available");
    return digest;
}

}  // namespace lectern
