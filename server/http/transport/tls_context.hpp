#pragma once

#include <memory>
#include <string>

struct ssl_ctx_st;

namespace lectern::http {

using TlsContext = std::shared_ptr<ssl_ctx_st>;

// Server side of TLS 1.2 and 1.3, ECDHE with AEAD only, tickets on. With `kernel_encrypts` the kernel
// encrypts the records of connections whose cipher it knows. Blocks. Throws std::runtime_error that names the
// file and what is wrong with it: it cannot be read, is no PEM, the key has a password or belongs to another
// certificate.
TlsContext load_tls_context(const std::string& certificate_file, const std::string& key_file,
                            bool kernel_encrypts);

// Whether this machine's kernel offers to encrypt TLS. Loads the kernel's module if that is allowed.
bool kernel_offers_tls();

}  // namespace lectern::http
