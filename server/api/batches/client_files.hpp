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

// Moves and deletes the files of clients after changes of their sessions. Thread-safe.
class ClientFiles {
public:
    ClientFiles(http::BlockingPool& disk, storage::Outbox& outbox, pipeline::Housekeeping& housekeeping)
        : disk_(disk), outbox_(outbox), housekeeping_(housekeeping) {}

    // Carries out the pending file operations of the client. They are carried out later if there are many of
    // them, if one fails, or if another thread is carrying them out: the change is committed already, and the
    // outbox tries again. Never throws.
    boost::asio::awaitable<void> settle(std::string client_id);

private:
    http::BlockingPool& disk_;
    storage::Outbox& outbox_;
    pipeline::Housekeeping& housekeeping_;
};

}  // namespace lectern::api
