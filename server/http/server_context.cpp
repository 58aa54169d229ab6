#include "server/http/server_context.hpp"

namespace lectern::http {

ServerContext::ServerContext(ServerOptions o, const Router& r, Authorize a, Hooks h)
    : options(std::move(o)),
      router(r),
      authorize(std::move(a)),
      hooks(std::move(h)),
      limits(options.max_connections, options.max_connections_per_address) {}

TlsContext ServerContext::tls() const {
    const std::lock_guard lock(tls_mutex_);
    return tls_;
}

void ServerContext::set_tls(TlsContext context) {
    const std::lock_guard lock(tls_mutex_);
    tls_.swap(context);
}

}  // namespace lectern::http
