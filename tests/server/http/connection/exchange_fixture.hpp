#pragma once

#include "server/http/problem.hpp"
#include "tests/server/http/server_fixture.hpp"

#include <stdexcept>
#include <string>

#include <boost/asio/awaitable.hpp>

namespace lectern::http::test {

inline awaitable<Response> echo(Request& request) {
    Response response = Response::json(
        200, std::string(to_text(request.method)) + " " + request.path + " [" + request.body + "]");
    for (const auto& [name, value] : request.params)
        response.fields.add("X-Param-" + name, value);
    co_return response;
}

class ExchangeTest : public ServerTest {
protected:
    ExchangeTest() {
        add(Method::get, "/echo", echo);
        add(Method::post, "/echo", echo, [](Route& route) { route.body_limit = 1000; });
        add(Method::get, "/output/{session_id}/snippets/{filename}", echo);
        add(Method::get, "/change", echo, [](Route& route) { route.changes_state = true; });
        add(Method::get, "/fail", [](Request&) -> awaitable<Response> {
            throw std::runtime_error("SELECT secret");
            co_return Response{};
        });
        add(Method::post, "/count", count_stream, [](Route& route) {
            route.streams_body = true;
            route.body_limit = 64 << 20;
        });
        add(
            Method::post, "/ignore",
            [](Request&) -> awaitable<Response> { co_return Response::json(200, "{}"); },
            [](Route& route) {
                route.streams_body = true;
                route.body_limit = 64 << 20;
            });
    }

    static awaitable<Response> count_stream(Request& request) {
        std::uint64_t bytes = 0;
        std::uint64_t sum = 0;
        std::size_t largest = 0;
        while (true) {
            const auto piece = co_await request.stream->read();
            if (piece.empty()) break;
            bytes += piece.size();
            largest = std::max(largest, piece.size());
            for (char c : piece)
                sum = sum * 31 + static_cast<unsigned char>(c);
        }
        Response response = Response::json(200, std::to_string(bytes) + " " + std::to_string(sum));
        response.fields.add("X-Largest", std::to_string(largest));
        response.fields.add("X-Length",
                            request.stream->length() ? std::to_string(*request.stream->length()) : "none");
        co_return response;
    }
};

}  // namespace lectern::http::test
