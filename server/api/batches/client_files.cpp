#include "server/api/batches/client_files.hpp"

#include "server/http/run_blocking.hpp"
#include "server/log.hpp"
#include "server/pipeline/housekeeping.hpp"
#include "storage/files/outbox.hpp"

#include <exception>

namespace lectern::api {
namespace {

// If there are more pending moves than this, they are carried out after the answer. Until then readers follow
// the pending moves to find the files.
constexpr std::int64_t most_moves_before_answer = 200;

}  // namespace

boost::asio::awaitable<void> ClientFiles::settle(std::string client_id) {
    const std::string serial_key = storage::serial_key_of_client(client_id);
    try {
        co_await http::run_blocking(disk_, [&] {
            if (!outbox_.has_more_than(most_moves_before_answer, serial_key)) outbox_.drain(serial_key);
        });
    } catch (const std::exception& error) {
        log::warn("the files of client {} are moved later: {}", client_id, error.what());
    }
    housekeeping_.wake();
}

}  // namespace lectern::api
