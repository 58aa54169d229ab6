#pragma once

#include <memory>
#include <string>

struct ssl_ctx_st;

namespace lectern::http {

using TlsContext = std::shared_ptr<ssl_ctx_st>;

// Server side of TLS 1.2 and 1.3, ECDHE with AEAD only, tickets on. Throws std::runtime_error that names the
// file and what is wrong with it: cannot be read, no PEM, a key with a password, a key of another
// certificate. Blocks. With `kernel_encrypts` records are encrypted by the kernel, as far as it knows the
// cipher that is agreed upon.
TlsContext load_tls_context(const std::string& certificate_file, const std::string& key_file,
                            bool kernel_encrypts);

// Whether this machine's kernel offers to encrypt TLS; loads its module if it may.
bool kernel_offers_tls();

}  // namespace lectern::http
