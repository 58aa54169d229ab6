#pragma once

#include <string>
#include <vector>

namespace lectern::http::test {

struct RefusedHead {
    std::string name;
    std::string raw;
    int status;
};

// Heads after which no server may read on, each with the status of its refusal.
inline std::vector<RefusedHead> refused_heads() {
    const std::string get = "GET / HTTP/1.1\r\nHost: a\r\n";
    const std::string post = "POST / HTTP/1.1\r\nHost: a\r\n";
    std::string many;
    for (int i = 0; i < 100; ++i)
        many += "X-" + std::to_string(i) + ": y\r\n";
    using namespace std::string_literals;
    return {
        {"TE and CL", post + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n", 400},
        {"CL and TE", post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
        {"TE twice", post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
        {"TE in 1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
        {"TE identity", post + "Transfer-Encoding: identity\r\n\r\n", 501},
        {"TE gzip, chunked", post + "Transfer-Encoding: gzip, chunked\r\n\r\n", 501},
        {"TE chunked, gzip", post + "Transfer-Encoding: chunked, gzip\r\n\r\n", 501},
        {"TE chunked, chunked", post + "Transfer-Encoding: chunked, chunked\r\n\r\n", 501},
        {"TE xchunked", post + "Transfer-Encoding: xchunked\r\n\r\n", 501},
        {"TE quoted", post + "Transfer-Encoding: \"chunked\"\r\n\r\n", 501},
        {"TE with parameter", post + "Transfer-Encoding: chunked;a=b\r\n\r\n", 501},
        {"TE empty", post + "Transfer-Encoding:\r\n\r\n", 501},
        {"CL twice", post + "Content-Length: 5\r\nContent-Length: 5\r\n\r\n", 400},
        {"CL twice, different", post + "Content-Length: 5\r\nContent-Length: 6\r\n\r\n", 400},
        {"CL list", post + "Content-Length: 5, 5\r\n\r\n", 400},
        {"CL signed", post + "Content-Length: +5\r\n\r\n", 400},
        {"CL negative", post + "Content-Length: -5\r\n\r\n", 400},
        {"CL hexadecimal", post + "Content-Length: 0x5\r\n\r\n", 400},
        {"CL with a space", post + "Content-Length: 5 5\r\n\r\n", 400},
        {"CL empty", post + "Content-Length:\r\n\r\n", 400},
        {"CL too large to count", post + "Content-Length: 18446744073709551616\r\n\r\n", 400},
        {"CL 2^63", post + "Content-Length: 9223372036854775808\r\n\r\n", 400},
        {"no Host", "GET / HTTP/1.1\r\n\r\n", 400},
        {"two Hosts", get + "Host: b\r\n\r\n", 400},
        {"the same Host twice", get + "Host: a\r\n\r\n", 400},
        {"Host empty", "GET / HTTP/1.1\r\nHost:\r\n\r\n", 400},
        {"Host with a path", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400},
        {"Host with a user", "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", 400},
        {"Host list", "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n", 400},
        {"two Hosts in 1.0", "GET / HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n", 400},
        {"space before the first field", "GET / HTTP/1.1\r\n Host: a\r\n\r\n", 400},
        {"tab before the first field", "GET / HTTP/1.1\r\n\tX: a\r\nHost: a\r\n\r\n", 400},
        {"folded field", get + "X: a\r\n b\r\n\r\n", 400},
        {"space before the colon", "GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400},
        {"field without a name", get + ": a\r\n\r\n", 400},
        {"field without a colon", get + "X\r\n\r\n", 400},
        {"space in a name", get + "X Y: a\r\n\r\n", 400},
        {"NUL in a value", get + "X: a\0b\r\n\r\n"s, 400},
        {"LF in a value", get + "X: a\nY: b\r\n\r\n", 400},
        {"CR in a value", get + "X: a\rb\r\n\r\n", 400},
        {"control in a value", get + "X: a\x01\r\n\r\n", 400},
        {"LF ends the line", "GET / HTTP/1.1\nHost: a\r\n\r\n", 400},
        {"target above ASCII", "GET /\xc3\xad HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"target with NUL", "GET /%00 HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"target with an encoded slash", "GET /a%2fb HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"target with a fragment", "GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"target without a slash", "GET a HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"two spaces", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"* for GET", "GET * HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"space at the front", " GET / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"CONNECT", "CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n", 405},
        {"TRACE", "TRACE / HTTP/1.1\r\nHost: a\r\n\r\n", 405},
        {"unknown method", "BREW / HTTP/1.1\r\nHost: a\r\n\r\n", 405},
        {"method in lower case", "get / HTTP/1.1\r\nHost: a\r\n\r\n", 405},
        {"two Authorizations", get + "Authorization: Bearer a\r\nAuthorization: Bearer b\r\n\r\n", 400},
        {"the same Authorization twice", get + "Authorization: Bearer a\r\nauthorization: Bearer a\r\n\r\n",
         400},
        {"two Content-Types", post + "Content-Type: a/b\r\nContent-Type: a/b\r\nContent-Length: 1\r\n\r\n",
         400},
        {"two Content-Ranges", post + "Content-Range: bytes 0-0/1\r\nContent-Range: bytes 0-0/2\r\n\r\n",
         400},
        {"HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\n", 505},
        {"HTTP/1.2", "GET / HTTP/1.2\r\nHost: a\r\n\r\n", 505},
        {"HTTP/0.9", "GET / HTTP/0.9\r\n\r\n", 505},
        {"no version", "GET /\r\nHost: a\r\n\r\n", 400},
        {"not HTTP", "hello\r\n\r\n", 400},
        {"TLS hello", "\x16\x03\x01\x02\x00\x01\x00\r\n\r\n"s, 400},
        {"unknown expectation", post + "Content-Length: 5\r\nExpect: more\r\n\r\n", 417},
        {"a field too many", get + many + "\r\n", 431},
        {"target too long", "GET /" + std::string(8192, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n", 414},
    };
}

}  // namespace lectern::http::test
