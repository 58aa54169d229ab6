#include "server/http/answer/cors.hpp"
#include "server/http/answer/text_answer.hpp"
#include "server/http/connection/connection.hpp"
#include "server/http/connection/request_body.hpp"
#include "server/http/parse/field_list.hpp"
#include "server/http/parse/parser.hpp"
#include "server/http/problem.hpp"
#include "server/http/run_blocking.hpp"
#include "server/http/spawn_logged.hpp"

#include <algorithm>
#include <cassert>

namespace lectern::http {
namespace {

// Bodies up to this size are packed on the io thread: a quarter of a millisecond.
constexpr std::size_t packed_at_once = 64 * 1024;
constexpr std::string_view every_method = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

bool is_sane_id(std::string_view id) {
    return !id.empty() && id.size() <= 128 && std::all_of(id.begin(), id.end(), [](char c) {
        return is_alpha(c) || is_digit(c) || c == '-' || c == '_' || c == '.';
    });
}

}  // namespace

std::string Connection::choose_request_id(const Fields& fields) {
    const std::string* given = fields.find("X-Request-Id");
    return given != nullptr && is_sane_id(*given) ? *given : thread_.next_request_id();
}

// A message that is not let in: it is answered, and nothing after it is read as a request.
awaitable<void> Connection::refuse(Refusal refusal) {
    RequestHead head;
    co_await refuse(std::move(refusal), std::move(head));
}

awaitable<void> Connection::refuse(Refusal refusal, RequestHead head) {
    const Clock::time_point started = Clock::now();
    keep_alive_ = false;
    linger_ = true;
    Request request;
    request.peer = peer_;
    request.method = head.method == "HEAD" ? Method::head : Method::get;
    request.id = choose_request_id(head.fields);
    request.target = std::move(head.target);
    Response response = problem(refusal.status, refusal.detail);
    if (refusal.status == 405) {
        const auto target = parse_target(request.target);
        std::string allow;
        if (target) allow = thread_.setup.router.find(Method::options, target->path).allow;
        response.fields.set("Allow", allow.empty() ? std::string(every_method) : std::move(allow));
    }
    const std::uint64_t sent_before = stream_.bytes_sent();
    const bool completed = co_await send_response(request, response, head.version);
    record(head.method, request, nullptr, response.status, stream_.bytes_sent() - sent_before, started,
           completed);
}

awaitable<void> Connection::exchange(std::size_t head_size) {
    assert(head_size >= 4 && head_size <= in_.size());
    const Clock::time_point started = Clock::now();
    const std::uint64_t sent_before = stream_.bytes_sent();
    RequestHead head;
    const std::string_view raw = std::string_view(in_).substr(0, head_size);
    std::optional<Refusal> refusal = parse_head(raw, head);
    Framing framing;
    if (!refusal) {
        auto checked = check_framing(head, raw);
        if (auto* refused = std::get_if<Refusal>(&checked)) {
            refusal = std::move(*refused);
        } else {
            framing = std::move(std::get<Framing>(checked));
        }
    }
    if (refusal) {
        co_await refuse(std::move(*refusal), std::move(head));
        co_return;
    }
    in_.erase(0, head_size);

    Request request;
    request.method = framing.method;
    request.id = choose_request_id(head.fields);
    request.target = std::move(head.target);
    request.path = std::move(framing.target.path);
    request.query = std::move(framing.target.query);
    request.fields = std::move(head.fields);
    request.peer = peer_;
    request.secure = stream_.secure();

    keep_alive_ = framing.keep_alive;
    RequestBody body(*this, framing);
    const Route* route = nullptr;
    Response response = co_await answer(request, framing, body, route);
    if (prepare_text(request, response) == TextAnswer::to_pack) co_await pack_body(response);
    add_cors_fields(response, request.fields, thread_.setup.options.cors_origins);
    if (!body.finished() && !body.worth_discarding()) {
        keep_alive_ = false;
        linger_ = true;
    }
    if (thread_.draining) keep_alive_ = false;
    const bool completed = co_await send_response(request, response, head.version);
    record(to_text(request.method), request, route, response.status, stream_.bytes_sent() - sent_before,
           started, completed);
    if (!completed) {
        keep_alive_ = false;
        linger_ = false;
    }
    if (keep_alive_ && !body.finished()) {
        try {
            co_await body.discard();
        } catch (const ClientGone&) {
            keep_alive_ = false;
        } catch (const BodyError&) {
            keep_alive_ = false;
        }
    }
}

awaitable<Response> Connection::answer(Request& request, const Framing& framing, RequestBody& body,
                                       const Route*& route) {
    const Setup& setup = thread_.setup;
    if (setup.options.loopback_hosts_only && !is_loopback_host(framing.host)) {
        co_return problem(421, "This server answers only under a loopback name such as localhost.");
    }
    Router::Match match = setup.router.find(request.method, request.path);
    if (auto away = turn_away(request, framing, match)) co_return std::move(*away);
    if (match.route == nullptr) co_return answer_without_route(request, match);
    route = match.route;
    request.params = std::move(match.params);
    const bool changes = route->changes_state || route->method != Method::get;
    if (changes && is_unwanted_state_change(request.fields, setup.options.cors_origins)) {
        co_return problem(403,
                          "This address changes something: other sites and prefetching may not open it.");
    }

    std::exception_ptr error;
    try {
        if (setup.authorize) {
            const Result<> allowed = co_await setup.authorize(request, *route);
            if (!allowed) {
                co_return setup.hooks.error_response ? setup.hooks.error_response(allowed.error())
                                                     : problem(allowed.error());
            }
        }
        body.allow(route->body_limit, route->body_deadline);
        if (framing.body == Framing::Body::sized && framing.length > route->body_limit) {
            throw BodyError(413, "The body is too large.");
        }
        if (route->streams_body) {
            request.stream = &body;
        } else {
            co_await body.read_all(request.body);
        }
        co_return co_await route->handler(request);
    } catch (...) {
        error = std::current_exception();
    }
    if (aborted_) std::rethrow_exception(error);
    co_return answer_exception(error, request);
}

awaitable<void> Connection::pack_body(Response& response) {
    if (std::get<std::string>(response.body).size() <= packed_at_once) {
        pack(response);
        co_return;
    }
    if (thread_.setup.options.disk == nullptr) co_return;
    try {
        co_await run_blocking(*thread_.setup.options.disk, [&] { pack(response); });
    } catch (const Overloaded&) {
        // Whoever is so busy sends it as it is.
    }
}

Response Connection::answer_without_route(const Request& request, const Router::Match& match) const {
    if (request.method == Method::options && (!match.allow.empty() || request.path == "*")) {
        Response response = Response::no_content();
        const std::string allow = match.allow.empty() ? std::string(every_method) : match.allow;
        response.fields.set("Allow", allow);
        add_preflight_fields(response, request.fields, thread_.setup.options.cors_origins, allow);
        return response;
    }
    if (match.allow.empty()) return problem(404, "There is nothing at this address.");
    Response response = problem(405, "The method is not supported at this address.");
    response.fields.set("Allow", match.allow);
    return response;
}

Response Connection::answer_exception(const std::exception_ptr& error, const Request& request) {
    const Setup& setup = thread_.setup;
    try {
        std::rethrow_exception(error);
    } catch (const ClientGone&) {
        // Whatever is sent now reaches nobody; the write finds out.
        return problem(400, "The request ended early.");
    } catch (const BodyError& body_error) {
        keep_alive_ = false;
        linger_ = true;
        return problem(body_error.status, body_error.what());
    } catch (const Overloaded&) {
        if (!setup.hooks.exception_response) {
            Response response = problem(503, "The server is overloaded. Try again soon.");
            response.fields.set("Retry-After", "2");
            return response;
        }
    } catch (...) {
        setup.log("request " + request.id + ": " + describe(error));
    }
    if (setup.hooks.exception_response) {
        try {
            return setup.hooks.exception_response(error, request);
        } catch (...) {
            setup.log("request " + request.id +
                      ": the exception could not be mapped: " + describe(std::current_exception()));
        }
    }
    return problem(500, "The server made a mistake; it has been logged under the request's id.");
}

void Connection::record(std::string_view method, const Request& request, const Route* route, int status,
                        std::uint64_t sent, Clock::time_point started, bool completed) {
    thread_.requests.fetch_add(1, std::memory_order_relaxed);
    thread_.bytes_sent.fetch_add(sent, std::memory_order_relaxed);
    const std::chrono::nanoseconds duration = Clock::now() - started;
    thread_.request_counts.add(route, request.method, status, duration);
    if (!thread_.setup.hooks.access) return;
    AccessRecord line;
    line.method = method;
    line.target = request.target;
    if (route != nullptr) line.pattern = route->pattern;
    line.request_id = request.id;
    line.peer = request.peer;
    line.token_id = request.caller.token_id;
    line.status = status;
    line.bytes = sent;
    line.duration = duration;
    line.completed = completed;
    thread_.setup.hooks.access(line);
}

}  // namespace lectern::http
