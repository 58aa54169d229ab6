#include "server/api/endpoint.hpp"

#include "domain/base/ascii.hpp"
#include "server/http/run_blocking.hpp"
#include "server/wire/json.hpp"
#include "server/wire/parameters.hpp"

#include <exception>

namespace lectern::api {
namespace {

using http::awaitable;
using http::Request;
using http::Response;

bool is_declared_json(const Request& request) {
    const std::string* type = request.fields.find("Content-Type");
    if (!type) return false;
    std::string essence = ascii::lower(type->substr(0, type->find(';')));
    std::erase_if(essence, [](char c) { return c == ' ' || c == '\t'; });
    return essence == "application/json";
}

// On a thread of the pool.
Response checked_answer(BlockingCall& call) {
    call.check();
    return call.mistakes.any() ? http::problem(call.mistakes.error()) : call.answer();
}

awaitable<Response> answer_on(http::BlockingPool& pool, bool has_check, const MakeBlockingCall& make,
                              Request& request) {
    const std::unique_ptr<BlockingCall> call = make(request);
    call->read();
    if (call->mistakes.any() && !has_check) co_return http::problem(call->mistakes.error());
    Response response;
    std::exception_ptr error;
    co_await http::run_on(pool, [&]() noexcept {
        try {
            response = checked_answer(*call);
        } catch (...) {
            error = std::current_exception();
        }
    });
    if (error) std::rethrow_exception(error);
    co_return response;
}

awaitable<Response> answer_or_serve(const Shortcut& shortcut, const http::Handler& handler,
                                    Request& request) {
    if (auto known = shortcut(request)) co_return *std::move(known);
    co_return co_await handler(request);
}

}  // namespace

void read_json_body(const Request& request, const wire::Describe& body, bool may_be_empty,
                    Mistakes& mistakes) {
    if (may_be_empty && request.body.empty())
        mistakes.add(wire::read_json("{}", body));
    else if (!is_declared_json(request))
        mistakes.add(Error::unsupported_type("The body must be sent as application/json."));
    else
        mistakes.add(wire::read_json(request.body, body));
}

void read_request_parameters(const Request& request, const wire::Describe& parameters, Mistakes& mistakes) {
    const auto find = [&](std::string_view name) -> const std::string* {
        for (const auto& [param, value] : request.params)
            if (param == name) return &value;
        return request.query_value(name);
    };
    wire::read_parameters(find, parameters, mistakes);
}

http::Handler serve_on(http::BlockingPool& pool, bool has_check, MakeBlockingCall make) {
    return [&pool, has_check, make = std::move(make)](Request& request) {
        return answer_on(pool, has_check, make, request);
    };
}

Response json_response(int status, const wire::Describe& body, const Request& request) {
    return Response::json(status, wire::write_json(body, request.public_url));
}

Endpoint with_shortcut(Shortcut shortcut, Endpoint endpoint) {
    auto serve = [shortcut = std::move(shortcut), handler = std::move(endpoint.handler)](Request& request) {
        return answer_or_serve(shortcut, handler, request);
    };
    return {std::move(serve), endpoint.operation};
}

}  // namespace lectern::api
