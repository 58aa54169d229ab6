#pragma once

#include "domain/base/expected.hpp"
#include "domain/base/work_control.hpp"
#include "domain/net/address_policy.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

// Requests to other servers. Code that sends requests uses this interface; media/net implements it.
namespace lectern {

enum class HttpErrorKind {
    bad_url,            // not a URL that this client supports, or http where only https is allowed
    forbidden_address,  // the host has an address that the policy does not allow
    resolve,            // the host's name has no address, or the resolver did not answer
    connect,            // refused, unreachable, TLS handshake failed
    untrusted,          // the certificate is not trusted or not for this host
    timeout,            // the time to connect or the total time is over
    stalled,            // connected, but too few bytes moved for too long
    cut,                // the connection ended before the end of the answer
    protocol,           // the answer is not HTTP, or has too many headers
    too_large,          // the body is longer than the limit
    refused_by_caller,  // on_head or on_data returned false
    cancelled,
};

struct HttpError {
    HttpErrorKind kind;
    std::string detail;  // for the log; without query strings and headers
};

template<class T>
using HttpResult = Expected<T, HttpError>;

struct HttpHeader {
    std::string name;
    std::string value;
};

// Cookies of one chain of requests. The caller owns them and decides how long they live.
struct CookieJar {
    std::vector<std::string> lines;  // in the format of the client; at most 100 lines, 64 KB together
};

// The caller owns the bytes of a body and keeps them valid during the call.
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

// Connections that stay open between requests. Only the client's implementation makes and uses them.
class HttpConnections;

struct HttpRequest {
    std::string url;
    std::vector<HttpHeader> headers;                       // names and values without control characters
    std::variant<std::monostate, RawBody, FormBody> body;  // none: GET; else POST
    CookieJar* cookies = nullptr;                          // sent and updated, if given
    HttpConnections* connections = nullptr;                // used and added to, if given; outlives the call
    // limit for the whole exchange; none: the client's limit
    std::optional<std::chrono::milliseconds> total;
};

// Status line and headers of the final answer (1xx are skipped). A redirect is an answer like any other.
struct HttpHead {
    int status = 0;
    std::vector<HttpHeader> headers;

    // The first header with this name, in upper or lower case; nullptr if there is none.
    const std::string* find(std::string_view name) const;
    // Content-Length, if present and a number.
    std::optional<std::int64_t> content_length() const;
};

// Both functions are called on the thread that called send(). If one returns false, the exchange ends with
// refused_by_caller. If one throws, send() throws the same exception. An empty function accepts and ignores
// everything.
struct HttpSink {
    std::function<bool(const HttpHead& head)> on_head;  // once, before any data
    std::function<bool(std::string_view bytes)> on_data;
};

struct HttpReply {
    HttpHead head;
    std::string body;
};

struct HttpClientOptions {
    AddressPolicy addresses = AddressPolicy::global_only;
    bool allow_http = false;  // https only, unless the operator configured an http address
    std::string ca_file;      // PEM, trusted besides the system's authorities; "" = none
    std::string user_agent = "Lectern/0.1";
    std::chrono::milliseconds connect{15'000};  // limit for name resolution, TCP and TLS together
    // The exchange ends with `stalled` if fewer than `stall_bytes` bytes move in either direction for this
    // time. A service that computes for long before it answers needs a long time.
    std::chrono::milliseconds stall{60'000};
    std::int64_t stall_bytes = 1;
    std::chrono::milliseconds total{0};             // the whole exchange; 0 = no limit
    std::int64_t max_body = std::int64_t{1} << 50;  // bytes of an answer's body
};

// Sends requests to other servers and blocks until the answer is here. Never follows redirects, never asks
// for compression, never uses proxies, .netrc or cookies of the environment. Connects only to addresses that
// its policy allows. Thread-safe. Throws only what the sink throws, std::bad_alloc, and std::logic_error when
// it is called on an io thread.
class HttpClient {
public:
    virtual ~HttpClient() = default;

    // Every HTTP status is a success. `control.stop` ends the exchange at once; `control.progress` is not
    // used.
    HttpResult<HttpHead> send(const HttpRequest& request, const HttpSink& sink,
                              const WorkControl& control) const {
        return exchange(request, sink, control);
    }
    // The same with the body in memory: at most `max_body` bytes, and never more than the client's limit.
    HttpResult<HttpReply> send(const HttpRequest& request, std::int64_t max_body,
                               const WorkControl& control) const;

private:
    virtual HttpResult<HttpHead> exchange(const HttpRequest& request, const HttpSink& sink,
                                          const WorkControl& control) const = 0;
};

std::string_view to_text(HttpErrorKind kind);
[[noreturn]] void throw_exception_from_error(const HttpError& error, const boost::source_location& where);

}  // namespace lectern
