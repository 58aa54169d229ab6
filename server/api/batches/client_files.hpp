#pragma once

#include <string>

#include <boost/asio/awaitable.hpp>

namespace lectern {
namespace http {
class BlockingPool;
}
namespace pipeline {
class Housekeeping;
}
namespace storage {
class Outbox;
}
}  // namespace lectern

namespace lectern::api {

// The files of clients, which follow what was decided of their sessions. Thread-safe.
class ClientFiles {
public:
    ClientFiles(http::BlockingPool& disk, storage::Outbox& outbox, pipeline::Housekeeping& housekeeping)
        : disk_(disk), outbox_(outbox), housekeeping_(housekeeping) {}

    // Carries out the client's pending file operations. Many of them, or those that fail or that another
    // thread is at, come later: what was decided is decided, and the outbox goes on trying. Never throws.
    boost::asio::awaitable<void> settle(std::string client_id);

private:
    http::BlockingPool& disk_;
    storage::Outbox& outbox_;
    pipeline::Housekeeping& housekeeping_;
};

}  // namespace lectern::api
