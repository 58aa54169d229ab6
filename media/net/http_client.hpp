#pragma once

#include "domain/base/work_control.hpp"
#include "media/net/address.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <boost/system/result.hpp>

namespace lectern::media {

enum class HttpErrorKind {
    bad_url,            // not an address that this client speaks, or http where only https is allowed
    forbidden_address,  // the host has an address that the policy does not allow
    resolve,            // the host's name has no address, or nobody answered
    connect,            // refused, unreachable, TLS handshake failed
    untrusted,          // the certificate is not trusted or not for this host
    timeout,            // connect or total time is over
    stalled,            // connected, but too few bytes moved for too long
    cut,                // the connection ended inside the answer
    protocol,           // what came is not HTTP, or more headers than any honest server sends
    too_large,          // more body than the caller's cap
    refused_by_caller,  // on_head or on_data said stop
    cancelled,
};

struct HttpError {
    HttpErrorKind kind;
    std::string detail;  // for the log; without query strings and headers
};

template<class T>
using HttpResult = boost::system::result<T, HttpError>;

struct HttpHeader {
    std::string name;
    std::string value;
};

// Cookies of one chain of requests, owned by the caller, who decides how long they live.
struct CookieJar {
    std::vector<std::string> lines;  // as libcurl writes them; at most 100, of 64 KB together
};

// The bytes belong to the caller and stay where they are during the call.
struct RawBody {
    std::string content_type;
    std::string_view bytes;
};
struct FormPart {
    std::string name;
    std::string_view bytes;
    std::string file_name;     // "" = a plain field
    std::string content_type;  // "" = none
};
struct FormBody {
    std::vector<FormPart> parts;  // multipart/form-data
};

// Connections that stay open between the requests of one thread at a time, for a host that is asked for many
// small things. Each leads to an address that was checked when it was made.
class HttpConnections {
public:
    HttpConnections();
    ~HttpConnections();
    HttpConnections(const HttpConnections&) = delete;
    HttpConnections& operator=(const HttpConnections&) = delete;

private:
    friend class Transfer;
    void* multi_;  // CURLM
};

struct HttpRequest {
    std::string url;
    std::vector<HttpHeader> headers;                       // names and values without control characters
    std::variant<std::monostate, RawBody, FormBody> body;  // none: GET; else POST
    CookieJar* cookies = nullptr;                          // sent and updated, if given
    HttpConnections* connections = nullptr;                // used and added to, if given; outlives the call
    std::optional<std::chrono::milliseconds> total;        // instead of the client's
};

// Status line and headers of the final answer (1xx are skipped). Redirects are answers like any other.
struct HttpHead {
    int status = 0;
    std::vector<HttpHeader> headers;

    // The first header of that name in any case; nullptr if there is none.
    const std::string* find(std::string_view name) const;
    // Content-Length, if present and a number.
    std::optional<std::int64_t> content_length() const;
    // Seconds from now; understands both forms of Retry-After. 0 for a date in the past.
    std::optional<std::chrono::seconds> retry_after() const;
};

// Both are called on the calling thread; false ends the transfer with refused_by_caller; what they throw
// comes out of send(). An empty function accepts and drops everything.
struct HttpSink {
    std::function<bool(const HttpHead& head)> on_head;  // once, before any data
    std::function<bool(std::string_view bytes)> on_data;
};

struct HttpReply {
    HttpHead head;
    std::string body;
};

// Blocking client for requests to the outside. Never uses proxies, .netrc or cookies of the environment,
// never follows redirects, never asks for compression. Before connecting, the host is resolved once; if any
// of its addresses is not allowed by the policy nothing is sent; the connection goes to one of the addresses
// that were checked. Thread-safe: calls share nothing but the options. Throws only what the sink throws,
// std::bad_alloc, and std::logic_error when called on an io thread.
class HttpClient {
public:
    using Resolver =
        std::function<std::vector<IpAddress>(const std::string& host)>;  // empty list: no such host

    struct Options {
        AddressPolicy addresses = AddressPolicy::global_only;
        bool allow_http = false;  // https only, unless the operator configured an http address
        std::string ca_file;      // PEM, trusted besides the system's authorities; "" = none
        std::string user_agent = "Lectern/0.1";
        std::chrono::milliseconds connect{15000};  // name, TCP and TLS together
        std::chrono::milliseconds stall{
            60000};                          // longest time for `stall_bytes` to move in either direction;
        std::int64_t stall_bytes = 1;        // an engine that thinks before it answers needs a long one
        std::chrono::milliseconds total{0};  // the whole exchange; 0 = no limit
        std::int64_t max_body = std::int64_t{1} << 50;  // bytes of an answer's body
        Resolver resolver;                              // empty: the system's
    };

    explicit HttpClient(Options options);

    // Any status is a success here; `control.stop` ends it at once; `control.progress` is not used.
    HttpResult<HttpHead> send(const HttpRequest& request, const HttpSink& sink,
                              const WorkControl& control) const;

    // The same with the body in memory: at most `max_body` bytes (and never more than the client's cap).
    HttpResult<HttpReply> send(const HttpRequest& request, std::int64_t max_body,
                               const WorkControl& control) const;

private:
    Options options_;
};

std::string_view to_text(HttpErrorKind kind);
[[noreturn]] void throw_exception_from_error(const HttpError& error, const boost::source_location& where);

}  // namespace lectern::media
