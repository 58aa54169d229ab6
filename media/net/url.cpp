#include "media/net/url.hpp"

#include "domain/base/ascii.hpp"
#include "media/net/address.hpp"

#include <algorithm>
#include <memory>
#include <new>

#include <curl/curl.h>

namespace lectern::media {
namespace {

struct CurlUrlFree {
    void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
using CurlUrl = std::unique_ptr<CURLU, CurlUrlFree>;

constexpr unsigned parse_flags = CURLU_DISALLOW_USER | CURLU_URLENCODE;

std::optional<std::string> part(CURLU* url, CURLUPart which, unsigned flags = 0) {
    char* text = nullptr;
    if (curl_url_get(url, which, &text, flags) != CURLUE_OK) return {};
    std::string copy(text);
    curl_free(text);
    return copy;
}

// Control characters and spaces never belong in an address; a NUL would end it early for the parser.
bool clean(std::string_view text) {
    return text.size() <= Url::longest &&
           std::ranges::none_of(text, [](unsigned char c) { return c <= 0x20 || c == 0x7f; });
}

bool host_is_plain(std::string_view host) {
    return !host.empty() && host.size() <= 253 && host.front() != '.' && host.back() != '.' &&
           host.find("..") == host.npos && std::ranges::all_of(host, [](char c) {
               return (c >= 'a' && c <= 'z') || ascii::is_digit(c) || c == '-' || c == '.' || c == '_';
           });
}

std::optional<Url> read(CURLU* url) {
    Url out;
    auto scheme = part(url, CURLUPART_SCHEME), host = part(url, CURLUPART_HOST);
    auto port = part(url, CURLUPART_PORT, CURLU_DEFAULT_PORT);
    if (!scheme || !host || !port) return {};
    if (part(url, CURLUPART_USER) || part(url, CURLUPART_PASSWORD)) return {};
    out.scheme = *scheme;
    if (out.scheme != "https" && out.scheme != "http") return {};
    out.host = ascii::lower(*host);
    if (out.host.starts_with('[')) {
        if (!out.host.ends_with(']')) return {};
        const auto address = IpAddress::parse(std::string_view(out.host).substr(1, out.host.size() - 2));
        if (!address || part(url, CURLUPART_ZONEID)) return {};
        out.host = address->text();
    } else {
        if (out.host.ends_with('.')) out.host.pop_back();
        if (!host_is_plain(out.host)) return {};
    }
    const auto number = ascii::parse_number<std::uint16_t>(*port);
    if (!number || *number == 0) return {};
    out.port = *number;
    out.path = part(url, CURLUPART_PATH).value_or("/");
    if (!out.path.starts_with('/')) out.path.insert(0, "/");
    out.query = part(url, CURLUPART_QUERY).value_or("");
    if (!clean(out.path) || !clean(out.query)) return {};
    return out;
}

}  // namespace

std::optional<Url> Url::parse(std::string_view text) {
    if (!clean(text)) return {};
    const CurlUrl url(curl_url());
    if (!url) throw std::bad_alloc();
    if (curl_url_set(url.get(), CURLUPART_URL, std::string(text).c_str(), parse_flags) != CURLUE_OK)
        return {};
    return read(url.get());
}

std::optional<Url> Url::resolve(std::string_view reference) const {
    if (!clean(reference) || reference.empty()) return {};
    const CurlUrl url(curl_url());
    if (!url) throw std::bad_alloc();
    if (curl_url_set(url.get(), CURLUPART_URL, text().c_str(), parse_flags) != CURLUE_OK) return {};
    if (curl_url_set(url.get(), CURLUPART_URL, std::string(reference).c_str(), parse_flags) != CURLUE_OK)
        return {};
    return read(url.get());
}

std::string Url::authority() const {
    std::string out = host.find(':') == host.npos ? host : "[" + host + "]";
    if (!default_port()) out += ":" + std::to_string(port);
    return out;
}

std::string Url::text() const {
    return scheme + "://" + authority() + path + (query.empty() ? "" : "?" + query);
}

std::string Url::for_log() const {
    return scheme + "://" + authority() + path;
}

std::string percent_decode(std::string_view text, bool plus_is_space) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size() && ascii::hex_value(text[i + 1]) >= 0 &&
            ascii::hex_value(text[i + 2]) >= 0) {
            out += static_cast<char>(ascii::hex_value(text[i + 1]) * 16 + ascii::hex_value(text[i + 2]));
            i += 2;
        } else {
            out += plus_is_space && text[i] == '+' ? ' ' : text[i];
        }
    }
    return out;
}

std::string percent_encode(std::string_view text) {
    constexpr std::string_view hex = "0123456789ABCDEF";
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = ascii::is_letter_or_digit(c) || c == '-' || c == '.' || c == '_' || c == '~';
        if (plain)
            out += c;
        else
            out += {'%', hex[byte >> 4], hex[byte & 15]};
    }
    return out;
}

std::vector<std::pair<std::string, std::string>> parse_query(std::string_view query) {
    std::vector<std::pair<std::string, std::string>> out;
    while (!query.empty()) {
        const std::string_view pair = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(query.size(), pair.size() + 1));
        if (pair.empty()) continue;
        const auto equals = pair.find('=');
        out.emplace_back(percent_decode(pair.substr(0, equals), true),
                         equals == pair.npos ? "" : percent_decode(pair.substr(equals + 1), true));
    }
    return out;
}

std::string format_query(const std::vector<std::pair<std::string, std::string>>& pairs) {
    std::string out;
    for (const auto& [name, value] : pairs) {
        if (!out.empty()) out += '&';
        out += percent_encode(name) + "=" + percent_encode(value);
    }
    return out;
}

}  // namespace lectern::media
