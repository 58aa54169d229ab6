#pragma once

#include "domain/base/time.hpp"
#include "server/http/run_blocking.hpp"
#include "storage/access/token_store.hpp"

#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include <boost/asio/awaitable.hpp>

namespace lectern::api {

// Looks tokens up for requests that come at the same time in one turn of the pool, each token once. No
// look-up is kept: each begins after everybody who shares it has asked, so what is revoked is refused at
// once, whoever revoked it. Thread-safe; outlives the requests.
class TokenLookups {
public:
    using Now = std::function<Timestamp()>;
    TokenLookups(storage::TokenStore& tokens, http::BlockingPool& pool, Now now);
    ~TokenLookups();

    // As TokenStore::use, null if there is no such token; the caller goes on on its own io thread. Throws
    // Overloaded and what the store throws.
    boost::asio::awaitable<std::shared_ptr<const storage::Token>> use(std::string hash);

private:
    class Round;

    void begin(const std::shared_ptr<Round>& round);
    void look_up(Round& round);

    storage::TokenStore& tokens_;
    http::BlockingPool& pool_;
    const Now now_;
    std::mutex mutex_;
    std::shared_ptr<Round> open_;  // takes whoever comes, until its look-up begins
};

}  // namespace lectern::api
