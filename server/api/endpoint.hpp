#pragma once

#include "domain/base/error.hpp"
#include "domain/base/mistakes.hpp"
#include "server/api/answers.hpp"
#include "server/api/operation.hpp"
#include "server/http/message.hpp"
#include "server/http/problem.hpp"
#include "server/http/router.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace lectern::http {
class BlockingPool;
}

namespace lectern::api {

// An operation of the API: its handler and its OpenAPI description. A new operation needs a handler, the
// types of its parameters, body and answer, and one row (Routes::add).
//
// `Params` names the parameters of path and query in one `describe(wire::Fields&)`, `Body` the members of the
// JSON body. If any of them have mistakes, one answer lists all mistakes, and the handler is not called. The
// handler takes
//   - `const Params&`, unless that is NoParams,
//   - `const Body&`, unless that is NoBody,
//   - if it wants one more, `const http::Caller&` or `http::Request&`,
// and returns a Result of its answer (answers.hpp); an Error becomes a problem.
struct Endpoint {
    http::Handler handler;
    Operation operation;
};

struct NoParams {};
// No body is read. If the row has `streams_body`, the handler reads the body.
struct NoBody {};
// No checks besides those of the types.
struct NoCheck {};

// The parameters and the body of a request. The value of a member with a mistake is unspecified.
template<class Params, class Body>
struct Input {
    [[no_unique_address]] Params params;
    [[no_unique_address]] Body body;
};

// Adds unsupported_type if the Content-Type is not application/json, otherwise all mistakes in the body. With
// `may_be_empty` an empty body is read as {}, whatever its type.
void read_json_body(const http::Request& request, const wire::Describe& body, bool may_be_empty,
                    Mistakes& mistakes);
void read_request_parameters(const http::Request& request, const wire::Describe& parameters,
                             Mistakes& mistakes);

template<class Type>
constexpr bool is_read = !std::is_same_v<Type, NoParams> && !std::is_same_v<Type, NoBody>;
// Whether an empty body is read as {}: if the body type has a member `may_be_empty`.
template<class Body>
constexpr bool may_be_empty = requires {
    Body::may_be_empty;
};

// The body is read first: if it is not JSON, that is the only mistake in the answer.
template<class Params, class Body>
void read_input(const http::Request& request, Input<Params, Body>& input, Mistakes& mistakes) {
    if constexpr (is_read<Body>) read_json_body(request, input.body, may_be_empty<Body>, mistakes);
    if constexpr (is_read<Params>) read_request_parameters(request, input.params, mistakes);
}

template<class Handler, class... Read>
decltype(auto) call_with(const Handler& handler, http::Request& request, const Read&... read) {
    if constexpr (std::is_invocable_v<const Handler&, const Read&..., const http::Caller&>)
        return handler(read..., std::as_const(request.caller));
    else if constexpr (std::is_invocable_v<const Handler&, const Read&..., http::Request&>)
        return handler(read..., request);
    else
        return handler(read...);
}

template<class Handler, class Params, class Body>
decltype(auto) call_handler(const Handler& handler, const Input<Params, Body>& input,
                            http::Request& request) {
    if constexpr (is_read<Params> && is_read<Body>)
        return call_with(handler, request, input.params, input.body);
    else if constexpr (is_read<Params>)
        return call_with(handler, request, input.params);
    else if constexpr (is_read<Body>)
        return call_with(handler, request, input.body);
    else
        return call_with(handler, request);
}

template<class Answer>
http::Response write_answer(Result<Answer>&& answer, const http::Request& request) {
    if (!answer) return http::problem(answer.error());
    return AnswerWriter<Answer>::write(std::move(*answer), request);
}

template<class Params, class Body, class Answer>
constexpr Operation operation_of() {
    Operation operation;
    if constexpr (is_read<Params>) operation.parameters = &describe_blank<Params>;
    if constexpr (is_read<Body>) operation.body = body_type<Body>();
    operation.body_may_be_empty = may_be_empty<Body>;
    operation.answers = AnswerWriter<Answer>::types;
    return operation;
}

// For handlers that are coroutines. They run on the io thread and must not block.
template<class Params, class Body, class Answer, class Handler>
http::awaitable<http::Response> serve(const Handler& handler, http::Request& request) {
    Input<Params, Body> input;
    Mistakes mistakes;
    read_input(request, input, mistakes);
    if (mistakes.any()) co_return http::problem(mistakes.error());
    Result<Answer> answer = co_await call_handler(handler, input, request);
    co_return write_answer(std::move(answer), request);
}

template<class Params, class Body, class Answer, class Handler>
Endpoint endpoint(Handler handler) {
    return {[handler = std::move(handler)](http::Request& request) {
                return serve<Params, Body, Answer>(handler, request);
            },
            operation_of<Params, Body, Answer>()};
}

// One request to an endpoint whose handler blocks, without the types of the endpoint.
class BlockingCall {
public:
    explicit BlockingCall(http::Request& call_request) : request(call_request) {}
    virtual ~BlockingCall() = default;
    virtual void read() = 0;              // on the io thread
    virtual void check() = 0;             // on a thread of the pool
    virtual http::Response answer() = 0;  // on a thread of the pool, only if there are no mistakes

    http::Request& request;
    Mistakes mistakes;
};

template<class Params, class Body, class Answer, class Handler, class Check>
class TypedBlockingCall final : public BlockingCall {
public:
    TypedBlockingCall(const Handler& handler, const Check& check, http::Request& call_request)
        : BlockingCall(call_request), handler_(handler), check_(check) {}

    void read() override { read_input(request, input_, mistakes); }
    void check() override {
        if constexpr (!std::is_same_v<Check, NoCheck>) check_(input_.params, input_.body, mistakes);
    }
    http::Response answer() override {
        return write_answer<Answer>(call_handler(handler_, input_, request), request);
    }

private:
    const Handler& handler_;
    const Check& check_;
    Input<Params, Body> input_;
};

using MakeBlockingCall = std::function<std::unique_ptr<BlockingCall>(http::Request&)>;
// With `has_check`, check() is called even if read() has found mistakes.
http::Handler serve_on(http::BlockingPool& pool, bool has_check, MakeBlockingCall make);

// For handlers that are plain functions and may block. They run on `pool`, which must outlive the routes.
// `check(params, body, mistakes)` adds mistakes that the types cannot find. It also runs on `pool` and may
// block. It is called even if there are mistakes already; the members with mistakes then have unspecified
// values.
template<class Params, class Body, class Answer, class Handler, class Check = NoCheck>
Endpoint blocking_endpoint(http::BlockingPool& pool, Handler handler, Check check = {}) {
    using Call = TypedBlockingCall<Params, Body, Answer, Handler, Check>;
    return {serve_on(pool, !std::is_same_v<Check, NoCheck>,
                     [handler = std::move(handler), check = std::move(check)](http::Request& request) {
                         return std::make_unique<Call>(handler, check, request);
                     }),
            operation_of<Params, Body, Answer>()};
}

// Returns the answer to a request if it is known before the parameters and the body are read.
using Shortcut = std::function<std::optional<http::Response>(const http::Request&)>;
// Calls `shortcut` first, on the io thread; it must not block.
Endpoint with_shortcut(Shortcut shortcut, Endpoint endpoint);

// The answer after a change that returns nothing: 204, or the error.
inline Result<NoContent> no_content(const Result<>& done) {
    if (!done) return done.error();
    return NoContent();
}

}  // namespace lectern::api
