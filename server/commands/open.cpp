#include "server/commands/open.hpp"

#include "server/part_options.hpp"

#include <ostream>
#include <stdexcept>
#include <string>

namespace lectern::commands {
namespace {

// Under which a browser on this machine reaches a server that listens on `host`.
std::string browsers_host(const std::string& host) {
    if (host == "0.0.0.0" || host == "::") return "localhost";
    return host.find(':') == std::string::npos ? host : "[" + host + "]";
}

std::string address_of(const options::Settings& settings) {
    if (const auto url = part_options::public_url(settings)) return url->prefix;
    if (settings.server.port == 0)
        throw std::runtime_error(
            "The system chooses the port when the server starts, so its address is not known here. "
            "The server prints it.");
    const std::string scheme = settings.server.tls_cert.empty() ? "http" : "https";
    return scheme + "://" + browsers_host(settings.server.host) + ":" + std::to_string(settings.server.port);
}

}  // namespace

void open(const options::Settings& settings, const NewToken& token, std::ostream& out) {
    const std::string address = address_of(settings);
    if (settings.auth.mode == "local") {
        out << address << "/\n";
        return;
    }
    const CreatedToken created = make_token(settings, token);
    // Browsers do not send what follows #, so the token is in no log.
    out << address << "/login#token=" << created.secret << "\n"
        << "Whoever has this address can log in as " << token.role << ", with a new token that is called \""
        << token.name << "\". To revoke the token: lectern token revoke " << created.id << "\n";
}

}  // namespace lectern::commands
