#pragma once

#include "media/playlist/stream_plan.hpp"

#include <memory>
#include <string>
#include <string_view>

#include <openssl/evp.h>

namespace lectern::media {

// Decrypts one piece while it arrives: AES-128, CBC, padding of PKCS #7. Throws std::runtime_error if OpenSSL
// fails.
class AesStream {
public:
    AesStream(const AesBlock& key, const AesBlock& iv);

    // The bytes that can be decrypted now; the last block waits for finish(). Valid until the next call.
    std::string_view update(std::string_view bytes);
    // The last block; nullopt if the bytes were not encrypted with this key.
    std::optional<std::string_view> finish();

private:
    struct Free {
        void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
    };
    std::unique_ptr<EVP_CIPHER_CTX, Free> context_;
    std::string plain_;
};

}  // namespace lectern::media
