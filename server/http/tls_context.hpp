#pragma once

#include <memory>
#include <string>

struct ssl_ctx_st;

namespace lectern::http {

using TlsContext = std::shared_ptr<ssl_ctx_st>;

// Server side of TLS 1.2 and 1.3, ECDHE with AEAD only, tickets on. Throws std::runtime_error that names the
// file and what is wrong with it: cannot be read, no PEM, a key with a password, a key of another
// certificate. Blocks.
TlsContext load_tls_context(const std::string& certificate_file, const std::string& key_file);

}  // namespace lectern::http
