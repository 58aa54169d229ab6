#pragma once

#include "tests/server/http/server_fixture.hpp"

#include <fstream>
#include <stdexcept>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <openssl/ssl.h>
#include <sys/resource.h>

namespace lectern::http::test {

using namespace std::chrono_literals;
using Counters = Server::Counters;

class LifecycleTest : public ServerTest {
protected:
    LifecycleTest() {
        options.io_threads = 1;
        add(Method::get, "/", [](Request&) -> awaitable<Response> { co_return Response::json(200, "{}"); });
        add(
            Method::get, "/health",
            [](Request&) -> awaitable<Response> { co_return Response::json(200, "{}"); },
            [](Route& route) { route.vital = true; });
        add(Method::get, "/wait", [this](Request&) -> awaitable<Response> {
            co_await run_blocking(pool, [this] { gate.arrive_and_wait(); });
            co_return Response::json(200, "done");
        });
        add(
            Method::post, "/upload",
            [](Request& request) -> awaitable<Response> {
                while (!(co_await request.stream->read()).empty()) {
                }
                co_return Response::json(200, "{}");
            },
            [](Route& route) {
                route.streams_body = true;
                route.body_limit = 1 << 20;
                route.body_deadline = 300ms;
            });
        add(
            Method::post, "/body",
            [](Request&) -> awaitable<Response> { co_return Response::json(200, "{}"); },
            [](Route& route) { route.body_deadline = 300ms; });
        add(Method::get, "/large", [](Request&) -> awaitable<Response> {
            Response response;
            response.body = std::string(32 << 20, 'x');
            co_return response;
        });
        add(Method::get, "/events", [this](Request&) -> awaitable<Response> {
            Response response;
            response.fields.add("Content-Type", "text/event-stream");
            response.body = StreamBody([this](BodyWriter& writer) { return send_events(writer, ended); });
            co_return response;
        });
        add(Method::get, "/silent", [this](Request&) -> awaitable<Response> {
            Response response;
            response.body = StreamBody([this](BodyWriter& writer) { return say_little(writer, ended); });
            co_return response;
        });
        add(Method::get, "/three", [](Request&) -> awaitable<Response> {
            Response response;
            response.body = StreamBody(send_three);
            co_return response;
        });
        add(Method::get, "/broken", [](Request&) -> awaitable<Response> {
            Response response;
            response.body = StreamBody(send_and_throw);
            co_return response;
        });
        add(Method::get, "/forever", [](Request&) -> awaitable<Response> {
            boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, 1h);
            co_await timer.async_wait(boost::asio::use_awaitable);
            co_return Response::json(200, "{}");
        });
    }

    ~LifecycleTest() override {
        gate.open();
        stop();
    }

    static awaitable<void> send_events(BodyWriter& writer, std::atomic<int>& ended) {
        struct Count {
            std::atomic<int>& count;
            ~Count() { ++count; }
        } const at_end{ended};
        boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor);
        while (!writer.draining()) {
            co_await writer.write("data: tick\n\n");
            timer.expires_after(1ms);
            co_await timer.async_wait(boost::asio::use_awaitable);
        }
        co_await writer.write("data: bye\n\n");
    }

    // One word, and then nothing for an hour.
    static awaitable<void> say_little(BodyWriter& writer, std::atomic<int>& ended) {
        struct Count {
            std::atomic<int>& count;
            ~Count() { ++count; }
        } const at_end{ended};
        co_await writer.write("hello");
        boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, 1h);
        co_await timer.async_wait(boost::asio::use_awaitable);
    }

    static awaitable<void> send_three(BodyWriter& writer) {
        for (const char* piece : {"one ", "", "two ", "three"})
            co_await writer.write(piece);
    }

    static awaitable<void> send_and_throw(BodyWriter& writer) {
        co_await writer.write("some");
        throw std::runtime_error("the source broke");
    }

    std::atomic<int> ended{0};
};

}  // namespace lectern::http::test
