#include "storage/postgres/connection.hpp"

#include <map>
#include <memory>
#include <stdexcept>

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

}  // namespace

std::string session_conninfo(const std::string& url) {
    char* problem = nullptr;
    const std::unique_ptr<PQconninfoOption, FreeOptions> parsed(PQconninfoParse(url.c_str(), &problem));
    if (!parsed) {
        const std::string detail = problem ? problem : "out of memory";
        PQfreemem(problem);
        throw std::invalid_argument("the database URL is not understood: " + detail);
    }
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
    // An acknowledged commit is durable, whatever the server's default is. No statement blocks a thread
    // forever.
    settings["options"] +=
        " -c synchronous_commit=on -c statement_timeout=30s -c lock_timeout=10s"
        " -c idle_in_transaction_session_timeout=60s";
    std::string result;
    for (const auto& [keyword, value] : settings)
        result += keyword + "=" + quoted(value) + " ";
    return result;
}

}  // namespace lectern::storage::postgres
