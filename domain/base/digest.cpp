#include "domain/base/digest.hpp"

#include "domain/base/hex.hpp"

#include <array>
#include <stdexcept>

#include <openssl/evp.h>

namespace lectern {
namespace {

void check(bool done) {
    if (!done) throw std::runtime_error("OpenSSL failed to hash");
}

}  // namespace

void Digest::Free::operator()(evp_md_ctx_st* context) const {
    EVP_MD_CTX_free(context);
}

Digest::Digest(Algorithm algorithm) : algorithm_(algorithm), context_(EVP_MD_CTX_new()) {
    check(context_ != nullptr);
    reset();
}

void Digest::reset() {
    check(EVP_DigestInit_ex(context_.get(), algorithm_ == Algorithm::sha256 ? EVP_sha256() : EVP_md5(),
                            nullptr) == 1);
}

void Digest::update(std::string_view bytes) {
    check(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) == 1);
}

std::string Digest::hex() const {
    const std::unique_ptr<EVP_MD_CTX, Free> copy(EVP_MD_CTX_new());
    check(copy && EVP_MD_CTX_copy_ex(copy.get(), context_.get()) == 1);
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
    unsigned length = 0;
    check(EVP_DigestFinal_ex(copy.get(), bytes.data(), &length) == 1);
    return to_hex(std::span(bytes).first(length));
}

}  // namespace lectern
