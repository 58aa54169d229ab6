#include "server/http/connection/request_exchange.hpp"

#include "domain/base/ascii.hpp"
#include "server/http/answer/cors.hpp"
#include "server/http/answer/public_url.hpp"
#include "server/http/answer/redirect.hpp"
#include "server/http/answer/text_answer.hpp"
#include "server/http/answer/unrouted.hpp"
#include "server/http/connection/request_body.hpp"
#include "server/http/exception_text.hpp"
#include "server/http/parse/host.hpp"
#include "server/http/parse/parser.hpp"
#include "server/http/parse/readable_fields.hpp"
#include "server/http/problem.hpp"
#include "server/http/run_blocking.hpp"
#include "server/http/send/response_sender.hpp"

#include <algorithm>
#include <cassert>

namespace lectern::http {
namespace {

// Shared caches must not keep the cookie of one person for others.
void set_cookie(Response& response, std::string cookie) {
    const std::string* caching = response.fields.find("Cache-Control");
    const bool is_private = caching && (caching->starts_with("private") || *caching == "no-store");
    if (!is_private) response.fields.set("Cache-Control", "private, no-cache");
    response.fields.add("Set-Cookie", std::move(cookie));
}

// Bodies up to this size are compressed on the io thread: a quarter of a millisecond.
constexpr std::size_t compressed_at_once = 64 * 1024;

bool is_usable_id(std::string_view id) {
    return !id.empty() && id.size() <= 128 && std::all_of(id.begin(), id.end(), [](char c) {
        return ascii::is_letter_or_digit(c) || c == '-' || c == '_' || c == '.';
    });
}

std::optional<Refusal> read_head(std::string_view raw, RequestHead& head, Framing& framing) {
    if (auto refusal = parse_head(raw, head)) {
        head.fields = readable_fields(raw);
        return refusal;
    }
    auto checked = check_framing(head, raw);
    if (auto* refusal = std::get_if<Refusal>(&checked)) return std::move(*refusal);
    framing = std::move(std::get<Framing>(checked));
    return std::nullopt;
}

}  // namespace

awaitable<AfterAnswer> RequestExchange::refuse(Refusal refusal) {
    RequestHead head;
    head.fields = readable_fields(wire_.input());
    co_return co_await refuse(std::move(refusal), std::move(head));
}

// Nothing after a refused message is read as a request.
awaitable<AfterAnswer> RequestExchange::refuse(Refusal refusal, RequestHead head) {
    at_least(AfterAnswer::linger);
    Request request;
    request.peer = thread_.server.options.trusted_proxies.client_of(head.fields, facts_.peer);
    request.method = head.method == "HEAD" ? Method::head : Method::get;
    request.id = choose_request_id(head.fields);
    request.target = std::move(head.target);
    Response response = problem(refusal.status, refusal.detail);
    if (refusal.status == 405) {
        const auto target = parse_target(request.target);
        std::string allow;
        if (target) allow = thread_.server.router.find(Method::options, target->path).allow;
        response.fields.set("Allow", allow.empty() ? std::string(supported_methods) : std::move(allow));
    }
    add_cors_fields(response, head.fields, thread_.server.options.cors_origins);
    const ConnectionTerms terms{head.version, false};
    const bool completed = co_await send_response(wire_, thread_, request, response, terms);
    record(head.method, request, response.status, completed);
    co_return after_;
}

awaitable<AfterAnswer> RequestExchange::serve(std::size_t head_size) {
    std::string& input = wire_.input();
    assert(head_size >= 4 && head_size <= input.size());
    RequestHead head;
    Framing framing;
    auto refusal = read_head(std::string_view(input).substr(0, head_size), head, framing);
    if (refusal) co_return co_await refuse(std::move(*refusal), std::move(head));
    input.erase(0, head_size);

    Request request;
    request.method = framing.method;
    request.id = choose_request_id(head.fields);
    request.target = std::move(head.target);
    request.path = std::move(framing.target.path);
    request.query = std::move(framing.target.query);
    request.fields = std::move(head.fields);
    const ServerOptions& options = thread_.server.options;
    request.peer = options.trusted_proxies.client_of(request.fields, facts_.peer);
    request.secure =
        options.trusted_proxies.client_is_secure(request.fields, facts_.peer).value_or(wire_.secure());
    if (options.public_url) request.public_url = options.public_url->prefix;
    if (!framing.keep_alive) at_least(AfterAnswer::close);

    RequestBody body(wire_, framing, options.slowest_upload);
    Response response = co_await answer(request, framing, body);
    if (prepare_text(request, response) == TextAnswer::to_compress) co_await compress(response);
    add_public_url(response, request.public_url);
    if (!request.set_cookie.empty()) set_cookie(response, std::move(request.set_cookie));
    add_cors_fields(response, request.fields, options.cors_origins);
    if (!body.finished() && !body.worth_discarding()) at_least(AfterAnswer::linger);
    if (thread_.draining || ends_with_connection(response, head.version)) at_least(AfterAnswer::close);

    const ConnectionTerms terms{head.version, after_ == AfterAnswer::keep_alive};
    const bool completed = co_await send_response(wire_, thread_, request, response, terms);
    record(to_text(request.method), request, response.status, completed);
    if (!completed) co_return AfterAnswer::close;
    if (after_ == AfterAnswer::keep_alive && !body.finished()) co_await discard_rest(body);
    co_return after_;
}

awaitable<Response> RequestExchange::answer(Request& request, const Framing& framing, RequestBody& body) {
    const ServerContext& server = thread_.server;
    if (server.options.loopback_hosts_only && !is_loopback_host(framing.host)) {
        co_return problem(421, "This server answers only under a loopback name such as localhost.");
    }
    Router::Match match = server.router.find(request.method, request.path);
    if (auto away = turn_away(request, framing, match)) co_return std::move(*away);
    if (match.route == nullptr) {
        co_return answer_without_route(request, match, server.options.cors_origins);
    }
    route_ = match.route;
    request.params = std::move(match.params);
    const bool changes = route_->changes_state || route_->method != Method::get;
    if (changes) {
        const Initiator wanted_by = initiator(request, framing);
        if (wanted_by == Initiator::unwanted)
            co_return problem(403,
                              "This address changes something: other sites and prefetching may not open it.");
        request.from_own_page = wanted_by == Initiator::own_page;
    }

    std::exception_ptr error;
    try {
        if (server.authorize) {
            const Result<> allowed = co_await server.authorize(request, *route_);
            if (!allowed) {
                co_return server.hooks.error_response ? server.hooks.error_response(allowed.error())
                                                      : problem(allowed.error());
            }
        }
        body.allow(route_->body_limit, route_->body_deadline);
        if (framing.body == Framing::Body::sized && framing.length > route_->body_limit) {
            throw BodyError(413, "The body is too large.");
        }
        if (route_->streams_body) {
            request.stream = &body;
        } else {
            co_await body.read_all(request.body);
        }
        co_return co_await route_->handler(request);
    } catch (...) {
        error = std::current_exception();
    }
    if (wire_.aborted()) std::rethrow_exception(error);
    co_return answer_exception(error, request);
}

Initiator RequestExchange::initiator(const Request& request, const Framing& framing) const {
    const ServerOptions& options = thread_.server.options;
    OwnPages own{.host = framing.authority, .secure = request.secure};
    if (options.public_url) own.public_origin = options.public_url->origin;
    return initiator_of(request.fields, own, options.cors_origins);
}

std::optional<Response> RequestExchange::turn_away(const Request& request, const Framing& framing,
                                                   const Router::Match& match) {
    const bool is_vital = match.route != nullptr && match.route->vital;
    if (request.peer != facts_.peer) {
        auto place = thread_.server.limits.admit_forwarded(address_key(request.peer));
        if (!place && !is_vital) return server_is_full();
        if (place) forwarded_.emplace(*std::move(place));
    }
    if (facts_.redirects) return redirect_to_tls(request, framing.host, thread_.server.port);
    if (!facts_.over_cap) return std::nullopt;
    at_least(AfterAnswer::close);
    if (is_vital) return std::nullopt;
    thread_.refused.fetch_add(1, std::memory_order_relaxed);
    return server_is_full();
}

Response RequestExchange::answer_exception(const std::exception_ptr& error, const Request& request) {
    const ServerContext& server = thread_.server;
    try {
        std::rethrow_exception(error);
    } catch (const ClientGone&) {
        // Nobody reads this answer; the write finds that out.
        return problem(400, "The request ended early.");
    } catch (const BodyError& body_error) {
        at_least(AfterAnswer::linger);
        return problem(body_error.status, body_error.what());
    } catch (const Overloaded&) {
        if (!server.hooks.exception_response) {
            Response response = problem(503, "The server is overloaded. Try again soon.");
            response.fields.set("Retry-After", "2");
            return response;
        }
    } catch (...) {
        server.log("request " + request.id + ": " + exception_text(error));
    }
    if (server.hooks.exception_response) {
        try {
            return server.hooks.exception_response(error, request);
        } catch (...) {
            server.log("request " + request.id +
                       ": the exception could not be mapped: " + exception_text(std::current_exception()));
        }
    }
    return problem(500, "The server made a mistake; it has been logged under the request's id.");
}

awaitable<void> RequestExchange::compress(Response& response) {
    if (std::get<std::string>(response.body).size() <= compressed_at_once) {
        http::compress(response);
        co_return;
    }
    BlockingPool* pool = thread_.server.options.disk;
    if (pool == nullptr) co_return;
    try {
        co_await run_blocking(*pool, [&] { http::compress(response); });
    } catch (const Overloaded&) {
        // A server that is this busy sends the body as it is.
    }
}

awaitable<void> RequestExchange::discard_rest(RequestBody& body) {
    try {
        co_await body.discard();
    } catch (const ClientGone&) {
        at_least(AfterAnswer::close);
    } catch (const BodyError&) {
        at_least(AfterAnswer::close);
    }
}

std::string RequestExchange::choose_request_id(const Fields& fields) {
    const std::string* given = fields.find("X-Request-Id");
    return given != nullptr && is_usable_id(*given) ? *given : thread_.next_request_id();
}

void RequestExchange::record(std::string_view method, const Request& request, int status, bool completed) {
    const std::uint64_t sent = wire_.bytes_sent() - sent_before_;
    const std::chrono::nanoseconds duration = Wire::Clock::now() - started_;
    thread_.requests.fetch_add(1, std::memory_order_relaxed);
    thread_.bytes_sent.fetch_add(sent, std::memory_order_relaxed);
    thread_.request_counts.add(route_, request.method, status, duration);
    if (!thread_.server.hooks.access) return;
    AccessRecord line;
    line.method = method;
    line.target = request.target;
    if (route_ != nullptr) line.pattern = route_->pattern;
    line.request_id = request.id;
    line.peer = request.peer;
    line.token_id = request.caller.token_id;
    line.status = status;
    line.bytes = sent;
    line.duration = duration;
    line.completed = completed;
    thread_.server.hooks.access(line);
}

}  // namespace lectern::http
