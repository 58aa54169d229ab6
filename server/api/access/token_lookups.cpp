#include "server/api/access/token_lookups.hpp"

#include <exception>
#include <utility>
#include <vector>

#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace lectern::api {

namespace asio = boost::asio;

// The requests that wait for one look-up, and its results. Until the round is closed, requests join it under
// the mutex of TokenLookups. Then the thread of the pool writes the results. They no longer change when the
// requests continue.
class TokenLookups::Round {
public:
    template<class Handler>
    void add(const asio::any_io_executor& home, Handler handler) {
        group_of(home).waiting.push_back(std::make_unique<Resume<Handler>>(std::move(handler)));
    }

    // Lets all requests continue on their io threads, with one post for each io thread.
    void resume() {
        for (Group& group : std::exchange(groups_, {})) {
            auto going = std::make_shared<Group>(std::move(group));
            const asio::any_io_executor home = going->guard.get_executor();
            asio::post(home, [going = std::move(going)] {
                going->guard.reset();
                for (const auto& waiting : std::exchange(going->waiting, {}))
                    waiting->run();
            });
        }
    }

    Results<storage::Token> tokens;
    Results<storage::Login> logins;
    std::exception_ptr error;

private:
    struct Waiting {
        virtual ~Waiting() = default;
        virtual void run() = 0;
    };
    template<class Handler>
    struct Resume final : Waiting {
        explicit Resume(Handler h) : handler(std::move(h)) {}
        void run() override { std::move(handler)(); }
        Handler handler;
    };
    struct Group {
        asio::executor_work_guard<asio::any_io_executor> guard;  // keeps the io_context running
        std::vector<std::unique_ptr<Waiting>> waiting;
    };

    Group& group_of(const asio::any_io_executor& home) {
        for (Group& group : groups_)
            if (group.guard.get_executor() == home) return group;
        return groups_.emplace_back(Group{asio::make_work_guard(home), {}});
    }

    std::vector<Group> groups_;  // one for each io thread
};

TokenLookups::TokenLookups(storage::TokenStore& tokens, storage::LoginStore& logins, http::BlockingPool& pool,
                           Now now)
    : tokens_(tokens), logins_(logins), pool_(pool), now_(std::move(now)) {}
TokenLookups::~TokenLookups() = default;

asio::awaitable<std::shared_ptr<const storage::Token>> TokenLookups::use(std::string hash) {
    return find(std::move(hash), &Round::tokens);
}

asio::awaitable<std::shared_ptr<const storage::Login>> TokenLookups::use_login(std::string hash) {
    return find(std::move(hash), &Round::logins);
}

template<class Found>
asio::awaitable<std::shared_ptr<const Found>> TokenLookups::find(std::string hash,
                                                                 Results<Found> Round::*results) {
    const asio::any_io_executor home = co_await asio::this_coro::executor;
    std::shared_ptr<Round> round;
    co_await asio::async_initiate<decltype(asio::use_awaitable), void()>(
        [this, &home, &hash, &round, results](auto handler) {
            const std::lock_guard lock(mutex_);
            const bool first = !open_;
            round = first ? std::make_shared<Round>() : open_;
            (*round.*results).try_emplace(hash);
            round->add(home, std::move(handler));
            if (!first) return;
            // Posted and not called, so that other requests that are ready on this io thread join the round
            // first.
            asio::post(home, [this, round] { begin(round); });
            open_ = round;  // last: if a line above throws, no request joins a round that never begins
        },
        asio::use_awaitable);
    if (round->error) std::rethrow_exception(round->error);
    const auto& found = (*round.*results).at(hash);
    if (!found) co_return nullptr;
    co_return std::shared_ptr<const Found>(std::move(round), &*found);
}

void TokenLookups::begin(const std::shared_ptr<Round>& round) {
    try {
        pool_.submit([this, round] { look_up(*round); });
    } catch (const http::Overloaded&) {
        {
            const std::lock_guard lock(mutex_);
            open_.reset();
        }
        round->error = std::current_exception();
        round->resume();
    }
}

void TokenLookups::look_up(Round& round) {
    {
        const std::lock_guard lock(mutex_);
        open_.reset();
    }
    try {
        for (auto& [hash, token] : round.tokens)
            token = tokens_.use(hash, now_());
        for (auto& [hash, login] : round.logins)
            login = logins_.use(hash, now_());
    } catch (...) {
        round.error = std::current_exception();
    }
    round.resume();
}

}  // namespace lectern::api
