#include "media/source/digest.hpp"

#include <stdexcept>

namespace lectern::media {
namespace {

void check(int result) {
    if (result != 1) throw std::runtime_error("OpenSSL does not hash");
}

}  // namespace

Digest::Digest(Algorithm algorithm) : algorithm_(algorithm), context_(EVP_MD_CTX_new()) {
    check(context_ ? 1 : 0);
    reset();
}

void Digest::reset() {
    check(EVP_DigestInit_ex(context_.get(), algorithm_ == Algorithm::sha256 ? EVP_sha256() : EVP_md5(),
                            nullptr));
}

void Digest::update(std::string_view bytes) {
    check(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()));
}

std::string Digest::hex() const {
    const std::unique_ptr<EVP_MD_CTX, Free> copy(EVP_MD_CTX_new());
    check(copy && EVP_MD_CTX_copy_ex(copy.get(), context_.get()) == 1 ? 1 : 0);
    unsigned char bytes[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    check(EVP_DigestFinal_ex(copy.get(), bytes, &length));
    std::string out;
    for (unsigned i = 0; i < length; ++i)
        out += {"0123456789abcdef"[bytes[i] >> 4], "0123456789abcdef"[bytes[i] & 15]};
    return out;
}

}  // namespace lectern::media
