#include "server/http/transport/tls_context.hpp"

#include "domain/base/unique_fd.hpp"

#include <cerrno>
#include <fstream>
#include <stdexcept>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

namespace lectern::http {
namespace {

[[noreturn]] void fail(const std::string& what) {
    const unsigned long code = ERR_peek_last_error();
    const char* reason = code == 0 ? nullptr : ERR_reason_error_string(code);
    ERR_clear_error();
    throw std::runtime_error("TLS: " + what + (reason == nullptr ? "" : std::string(" (") + reason + ")"));
}

void check_readable(const std::string& file) {
    if (!std::ifstream(file)) throw std::runtime_error("TLS: the file " + file + " cannot be read");
}

int no_password(char*, int, int, void*) {
    return 0;
}

// The server speaks HTTP/1.1 alone. A client that offers only other protocols gets an alert.
int choose_protocol(SSL*, const unsigned char** out, unsigned char* out_length, const unsigned char* in,
                    unsigned int in_length, void*) {
    static constexpr unsigned char ours[] = "\x08http/1.1";
    unsigned char* chosen = nullptr;
    if (SSL_select_next_proto(&chosen, out_length, ours, sizeof(ours) - 1, in, in_length) !=
        OPENSSL_NPN_NEGOTIATED) {
        return SSL_TLSEXT_ERR_ALERT_FATAL;
    }
    *out = chosen;
    return SSL_TLSEXT_ERR_OK;
}

}  // namespace

TlsContext load_tls_context(const std::string& certificate_file, const std::string& key_file,
                            bool kernel_encrypts) {
    ERR_clear_error();
    check_readable(certificate_file);
    check_readable(key_file);
    TlsContext context(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
    if (!context) fail("no context can be made");
    SSL_CTX* ctx = context.get();
    SSL_CTX_set_min_proto_version(ctx, TLS1_2_VERSION);
    if (SSL_CTX_set_cipher_list(ctx, "ECDHE+AES128+AESGCM:ECDHE+AESGCM:ECDHE+CHACHA20") != 1)
        fail("the ciphers are not available");
    // The first suite is the cheapest, and as good as any.
    if (SSL_CTX_set_ciphersuites(
            ctx, "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256") != 1) {
        fail("the ciphers are not available");
    }
    SSL_CTX_set_options(ctx, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
                                 SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA |
                                 SSL_OP_IGNORE_UNEXPECTED_EOF);
    SSL_CTX_set_mode(
        ctx, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    if (kernel_encrypts) SSL_CTX_set_options(ctx, SSL_OP_ENABLE_KTLS);
    SSL_CTX_set_read_ahead(ctx, 1);  // a record in one read instead of two
    // The tickets of the clients hold the sessions; a cache here would take memory for each client.
    SSL_CTX_set_session_cache_mode(ctx, SSL_SESS_CACHE_OFF);
    static constexpr unsigned char id_context[] = "lectern";
    SSL_CTX_set_session_id_context(ctx, id_context, sizeof(id_context) - 1);
    SSL_CTX_set_alpn_select_cb(ctx, choose_protocol, nullptr);
    SSL_CTX_set_default_passwd_cb(ctx, no_password);

    if (SSL_CTX_use_certificate_chain_file(ctx, certificate_file.c_str()) != 1) {
        fail("no certificate can be read from " + certificate_file);
    }
    if (SSL_CTX_use_PrivateKey_file(ctx, key_file.c_str(), SSL_FILETYPE_PEM) != 1) {
        fail("no key of this certificate, without a password, can be read from " + key_file);
    }
    if (SSL_CTX_check_private_key(ctx) != 1) {
        fail("the key in " + key_file + " does not belong to the certificate in " + certificate_file);
    }
    return context;
}

bool kernel_offers_tls() {
    const UniqueFd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    // The kernel offers it to connected sockets only, so that the best possible answer here is "not
    // connected".
    return socket && ::setsockopt(socket.get(), IPPROTO_TCP, TCP_ULP, "tls", sizeof "tls") != 0 &&
           errno == ENOTCONN;
}

}  // namespace lectern::http
