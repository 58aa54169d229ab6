#pragma once

#include <memory>
#include <string>
#include <string_view>

struct evp_md_ctx_st;  // OpenSSL's EVP_MD_CTX

namespace lectern {

// A running hash, for what does not fit into memory; see sha256() for what does. Throws std::runtime_error if
// OpenSSL refuses.
class Digest {
public:
    enum class Algorithm { sha256, md5 };

    explicit Digest(Algorithm algorithm);
    void reset();
    void update(std::string_view bytes);
    std::string hex() const;  // of everything so far, in lower case; more may follow

private:
    struct Free {
        void operator()(evp_md_ctx_st* context) const;
    };
    Algorithm algorithm_;
    std::unique_ptr<evp_md_ctx_st, Free> context_;
};

}  // namespace lectern
