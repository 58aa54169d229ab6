#include "server/http/connection/io_thread_context.hpp"

#include "domain/base/time.hpp"
#include "server/http/connection/connection.hpp"

#include <array>
#include <cstdio>
#include <ctime>
#include <random>

namespace lectern::http {
namespace {

constexpr std::size_t scratch_size = 128 * 1024;

std::string hex(std::uint64_t value, int digits) {
    std::array<char, 20> text{};
    const int length =
        std::snprintf(text.data(), text.size(), "%0*llx", digits, static_cast<unsigned long long>(value));
    return {text.data(), static_cast<std::size_t>(length)};
}

}  // namespace

Setup::Setup(ServerOptions o, const Router& r, Authorize a, Hooks h)
    : options(std::move(o)),
      router(r),
      authorize(std::move(a)),
      hooks(std::move(h)),
      limits(options.max_connections, options.max_connections_per_address) {}

TlsContext Setup::tls() const {
    const std::lock_guard lock(tls_mutex_);
    return tls_;
}

void Setup::set_tls(TlsContext context) {
    const std::lock_guard lock(tls_mutex_);
    tls_.swap(context);
}

ThreadState::ThreadState(Setup& shared_setup)
    : setup(shared_setup), request_counts(shared_setup.router), scratch_(scratch_size) {
    std::random_device random;
    id_prefix_ = hex(random(), 8) + "-";
}

ThreadState::~ThreadState() = default;

std::string_view ThreadState::common_fields() {
    const std::int64_t second = std::time(nullptr);
    if (second != common_fields_second_) {
        common_fields_second_ = second;
        common_fields_ = "Server: lectern\r\nX-Content-Type-Options: nosniff\r\nDate: " +
                         to_http_date(Timestamp{std::chrono::seconds{second}}) + "\r\n";
    }
    return common_fields_;
}

std::string ThreadState::next_request_id() {
    return id_prefix_ + hex(next_id_++, 8);
}

}  // namespace lectern::http
