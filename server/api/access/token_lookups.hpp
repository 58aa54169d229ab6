#pragma once

#include "domain/base/time.hpp"
#include "server/http/run_blocking.hpp"
#include "storage/access/login_store.hpp"
#include "storage/access/token_store.hpp"

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include <boost/asio/awaitable.hpp>

namespace lectern::api {

// Looks up the tokens and logins of requests in the database. Requests that come at the same time share one
// round: one call on the pool that looks up each of them once. Results are not kept, and a round begins after
// all its requests have come. So a revoked token is refused at once, even if another process revoked it.
// Thread-safe. Must outlive the requests.
class TokenLookups {
public:
    using Now = std::function<Timestamp()>;
    TokenLookups(storage::TokenStore& tokens, storage::LoginStore& logins, http::BlockingPool& pool, Now now);
    ~TokenLookups();

    // Like TokenStore::use; null if there is no such token. The coroutine continues on its own io thread.
    // Throws Overloaded, or what the store throws.
    boost::asio::awaitable<std::shared_ptr<const storage::Token>> use(std::string hash);
    // The same, like LoginStore::use.
    boost::asio::awaitable<std::shared_ptr<const storage::Login>> use_login(std::string hash);

private:
    class Round;
    template<class Found>
    using Results = std::map<std::string, std::optional<Found>>;  // by hash

    // Joins the open round, in which `hash` is looked up into `results`.
    template<class Found>
    boost::asio::awaitable<std::shared_ptr<const Found>> find(std::string hash,
                                                              Results<Found> Round::*results);
    void begin(const std::shared_ptr<Round>& round);
    void look_up(Round& round);

    storage::TokenStore& tokens_;
    storage::LoginStore& logins_;
    http::BlockingPool& pool_;
    const Now now_;
    std::mutex mutex_;
    std::shared_ptr<Round> open_;  // requests join it until its look-up begins
};

}  // namespace lectern::api
