#include "media/playlist/aes.hpp"

#include <limits>
#include <stdexcept>

namespace lectern::media {
namespace {

void check(bool done) {
    if (!done) throw std::runtime_error("OpenSSL does not decrypt");
}

unsigned char* bytes_of(std::string& text) {
    return reinterpret_cast<unsigned char*>(text.data());
}

}  // namespace

AesStream::AesStream(const AesBlock& key, const AesBlock& iv) : context_(EVP_CIPHER_CTX_new()) {
    check(context_ &&
          EVP_DecryptInit_ex(context_.get(), EVP_aes_128_cbc(), nullptr, key.data(), iv.data()) == 1);
}

std::string_view AesStream::update(std::string_view bytes) {
    check(bytes.size() < std::numeric_limits<int>::max() / 2);
    plain_.resize(bytes.size() + EVP_MAX_BLOCK_LENGTH);
    int length = 0;
    check(EVP_DecryptUpdate(context_.get(), bytes_of(plain_), &length,
                            reinterpret_cast<const unsigned char*>(bytes.data()),
                            static_cast<int>(bytes.size())) == 1);
    return std::string_view(plain_).substr(0, static_cast<std::size_t>(length));
}

std::optional<std::string_view> AesStream::finish() {
    plain_.resize(EVP_MAX_BLOCK_LENGTH);
    int length = 0;
    if (EVP_DecryptFinal_ex(context_.get(), bytes_of(plain_), &length) != 1) return {};
    return std::string_view(plain_).substr(0, static_cast<std::size_t>(length));
}

}  // namespace lectern::media
