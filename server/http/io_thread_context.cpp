#include "server/http/io_thread_context.hpp"

#include "domain/base/random.hpp"
#include "domain/base/time.hpp"

#include <array>
#include <cstdio>
#include <ctime>

namespace lectern::http {
namespace {

constexpr std::size_t scratch_size = 128 * 1024;

}  // namespace

IoThreadContext::IoThreadContext(ServerContext& server_context)
    : server(server_context),
      request_counts(server_context.router),
      scratch_(scratch_size),
      id_prefix_(random_hex(4) + "-") {}

std::string_view IoThreadContext::common_fields() {
    const std::int64_t second = std::time(nullptr);
    if (second != common_fields_second_) {
        common_fields_second_ = second;
        common_fields_ = "Server: lectern\r\nX-Content-Type-Options: nosniff\r\nDate: " +
                         to_http_date(Timestamp{std::chrono::seconds{second}}) + "\r\n";
    }
    return common_fields_;
}

std::string IoThreadContext::next_request_id() {
    std::array<char, 20> number{};
    const int length =
        std::snprintf(number.data(), number.size(), "%08llx", static_cast<unsigned long long>(next_id_++));
    return id_prefix_ + std::string(number.data(), static_cast<std::size_t>(length));
}

}  // namespace lectern::http
