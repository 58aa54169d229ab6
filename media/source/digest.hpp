#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <openssl/evp.h>

namespace lectern::media {

// A running hash. Throws std::runtime_error if OpenSSL refuses.
class Digest {
public:
    enum class Algorithm { sha256, md5 };

    explicit Digest(Algorithm algorithm);
    void reset();
    void update(std::string_view bytes);
    std::string hex() const;  // of everything so far, in lower case; more may follow

private:
    struct Free {
        void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
    };
    Algorithm algorithm_;
    std::unique_ptr<EVP_MD_CTX, Free> context_;
};

}  // namespace lectern::media
