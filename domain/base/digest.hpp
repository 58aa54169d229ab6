#pragma once

#include <memory>
#include <string>
#include <string_view>

struct evp_md_ctx_st;  // OpenSSL's EVP_MD_CTX

namespace lectern {

// A hash of data that comes in pieces and need not fit into memory. For data in memory see sha256(). All
// calls throw std::runtime_error if OpenSSL fails.
class Digest {
public:
    enum class Algorithm { sha256, md5 };

    explicit Digest(Algorithm algorithm);
    void reset();
    void update(std::string_view bytes);
    std::string hex() const;  // of all bytes so far, in lower case; more may follow

private:
    struct Free {
        void operator()(evp_md_ctx_st* context) const;
    };
    Algorithm algorithm_;
    std::unique_ptr<evp_md_ctx_st, Free> context_;
};

}  // namespace lectern
