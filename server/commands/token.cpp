#include "server/commands/token.hpp"

#include "domain/base/random.hpp"
#include "domain/batch/batch.hpp"
#include "server/api/access/authorizer.hpp"
#include "server/part_options.hpp"
#include "server/wall_clock.hpp"
#include "storage/access/token_store.hpp"
#include "storage/open_database.hpp"

#include <algorithm>
#include <filesystem>
#include <ostream>
#include <stdexcept>

namespace lectern::commands {
namespace {

// Opens the database. A server may be running: these commands do not lock the state folder.
std::unique_ptr<storage::Database> open(const options::Settings& settings) {
    std::filesystem::create_directories(settings.storage.state);
    auto database = storage::open_database(part_options::database(settings));
    database->migrate();
    return database;
}

void check(const NewToken& wanted) {
    if (!wanted.client.empty() && !is_chosen_id(wanted.client))
        throw std::runtime_error("A client's id has 1 to 64 of the characters A-Z a-z 0-9 . _ -");
    if (!wanted.client.empty() && wanted.role == "admin")
        throw std::runtime_error(
            "An admin's token cannot be bound to a client: admins see every client's data.");
    const bool printable = std::none_of(wanted.name.begin(), wanted.name.end(),
                                        [](unsigned char c) { return c < 0x20 || c == 0x7F; });
    if (!printable || wanted.name.size() > 200)
        throw std::runtime_error("A token's name has at most 200 bytes and no control characters.");
}

}  // namespace

CreatedToken make_token(const options::Settings& settings, const NewToken& wanted) {
    check(wanted);
    const CreatedToken created{random_hex(4), "lectern_" + random_hex(32)};
    storage::Token token;
    token.id = created.id;
    token.hash = api::token_hash(created.secret);
    token.role = wanted.role;
    token.name = wanted.name;
    if (!wanted.client.empty()) token.client_id = wanted.client;
    token.created_at = wall_now();
    const auto database = open(settings);
    storage::TokenStore(*database).create(token);
    return created;
}

void create_token(const options::Settings& settings, const NewToken& wanted, std::ostream& out) {
    out << make_token(settings, wanted).secret << "\n";
}

void list_tokens(const options::Settings& settings, std::ostream& out) {
    const auto database = open(settings);
    out << "id\trole\tclient\tcreated\tlast used\tstate\tname\n";
    for (const storage::Token& token : storage::TokenStore(*database).list())
        out << token.id << '\t' << token.role << '\t' << token.client_id.value_or("-") << '\t'
            << to_rfc3339(token.created_at) << '\t'
            << (token.last_used_at ? to_rfc3339(*token.last_used_at) : "never") << '\t'
            << (token.revoked_at ? "revoked" : "valid") << '\t' << token.name << '\n';
}

void revoke_token(const options::Settings& settings, const std::string& id, std::ostream& out) {
    const auto database = open(settings);
    const auto revoked = storage::TokenStore(*database).revoke(id, wall_now());
    if (!revoked) throw std::runtime_error(revoked.error().message);
    out << "Token " << id << " is revoked.\n";
}

}  // namespace lectern::commands
