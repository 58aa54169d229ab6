#include "storage/postgres/conninfo.hpp"

#include "domain/base/ascii.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <stdexcept>
#include <string_view>

#include <libpq-fe.h>

namespace lectern::storage::postgres {
namespace {

struct FreeOptions {
    void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};

std::string quoted(const std::string& value) {
    std::string result = "'";
    for (const char c : value) {
        if (c == '\'' || c == '\\') result += '\\';
        result += c;
    }
    return result += "'";
}

bool is_hex_digit(char c) {
    return ascii::hex_value(c) >= 0;
}

bool has_broken_escape(std::string_view text) {
    for (std::size_t at = text.find('%'); at != text.npos; at = text.find('%', at + 1)) {
        const std::string_view digits = text.substr(at + 1, 2);
        if (digits.size() < 2 || digits == "00" || !std::all_of(digits.begin(), digits.end(), is_hex_digit))
            return true;
    }
    return false;
}

bool is_port(std::string_view text) {
    return text.size() <= 5 && std::all_of(text.begin(), text.end(), ascii::is_digit);
}

// The parts of postgresql://USER:PASSWORD@HOST:PORT,HOST:PORT/DATABASE?KEY=VALUE, divided as libpq divides
// them.
struct UrlParts {
    std::string_view hosts, database, parameters;
};

UrlParts parts_of(std::string_view url) {
    UrlParts parts;
    std::string_view rest = url.substr(url.find("://") + 3);
    const std::size_t at = rest.find_first_of("@/");
    if (at != rest.npos && rest[at] == '@') rest.remove_prefix(at + 1);  // the user
    const std::size_t end = std::min(rest.find_first_of("/?"), rest.size());
    parts.hosts = rest.substr(0, end);
    rest.remove_prefix(end);
    const std::size_t question = std::min(rest.find('?'), rest.size());
    parts.database = rest.substr(0, question);
    parts.parameters = rest.substr(std::min(question + 1, rest.size()));
    return parts;
}

bool has_wrong_port(std::string_view hosts) {
    while (!hosts.empty()) {
        std::string_view host = hosts.substr(0, hosts.find(','));
        hosts.remove_prefix(std::min(host.size() + 1, hosts.size()));
        if (host.starts_with('[')) host.remove_prefix(std::min(host.find(']'), host.size()));
        const std::size_t colon = host.find(':');
        if (colon != host.npos && !is_port(host.substr(colon + 1))) return true;
    }
    return false;
}

// libpq's own messages quote what they do not understand, so they are not shown.
std::string mistakes_of(std::string_view url, bool is_parsed) {
    const UrlParts parts = parts_of(url);
    std::string mistakes;
    const auto add = [&](bool is_wrong, std::string_view mistake) {
        if (is_wrong) mistakes += (mistakes.empty() ? "" : "; ") + std::string(mistake);
    };
    const bool at_in_parameters = !is_parsed && parts.parameters.find('@') != url.npos;  // or it is a value's
    add(parts.hosts.find('@') != url.npos || parts.database.find('@') != url.npos || at_in_parameters,
        "it has an @ too many");
    add(has_wrong_port(parts.hosts), "a port is not a number of at most five digits");
    add(has_broken_escape(url), "a % is not followed by two hexadecimal digits (and %00 is not allowed)");
    add(std::any_of(url.begin(), url.end(), [](unsigned char c) { return c <= ' ' || c == 0x7F; }),
        "it has a space or a control character");
    add(mistakes.empty() && !is_parsed,
        "libpq does not understand it: are all names before a = after the ? parameters of libpq?");
    return mistakes;
}

[[noreturn]] void refuse(const std::string& mistakes) {
    throw std::invalid_argument(
        "the database URL is not understood: " + mistakes +
        ". It looks like postgresql://USER:PASSWORD@HOST:PORT/DATABASE?KEY=VALUE. In a user name and a "
        "password, special characters are percent-coded: @ is %40, : is %3A, / is %2F, ? is %3F, # is %23, "
        "% is %25, a space is %20.");
}

}  // namespace

std::string session_conninfo(const std::string& url) {
    const std::unique_ptr<PQconninfoOption, FreeOptions> parsed(PQconninfoParse(url.c_str(), nullptr));
    if (const std::string mistakes = mistakes_of(url, parsed != nullptr); !mistakes.empty()) refuse(mistakes);
    // Without these settings, a network that loses all packets would block a thread for two hours, the
    // system's default.
    std::map<std::string, std::string> settings{{"connect_timeout", "5"},
                                                {"tcp_user_timeout", "15000"},
                                                {"keepalives_idle", "15"},
                                                {"fallback_application_name", "lectern"}};
    for (const PQconninfoOption* option = parsed.get(); option->keyword; ++option) {
        if (option->val) settings[option->keyword] = option->val;
    }
    settings["client_encoding"] = "UTF8";
    // Of several hosts, a standby would refuse all writes.
    if (settings["host"].find(',') != std::string::npos)
        settings.try_emplace("target_session_attrs", "primary");
    std::string result;
    for (const auto& [keyword, value] : settings)
        if (!value.empty()) result += keyword + "=" + quoted(value) + " ";
    return result;
}

}  // namespace lectern::storage::postgres
