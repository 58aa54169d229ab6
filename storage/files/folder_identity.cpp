#include "storage/files/folder_identity.hpp"

#include "domain/base/ascii.hpp"
#include "domain/base/random.hpp"
#include "storage/files/file_content.hpp"
#include "storage/sql/transact.hpp"

#include <optional>

namespace lectern::storage {
namespace {

const std::string stamp_file = "database-identity";
// The identity of a pair that is being made: its folder may not have the stamp yet.
const std::string pending = "pending ";

const Statement find_identity{"identity.find", "SELECT value FROM secrets WHERE name = 'identity'"};
const Statement put_identity{
    "identity.put",
    "INSERT INTO secrets (name, value) VALUES ('identity', $1) ON CONFLICT (name) DO UPDATE SET value = $1"};
const Statement any_row{"identity.any_row",
                        "SELECT 1 FROM lectures UNION ALL SELECT 1 FROM clients UNION ALL SELECT 1 FROM "
                        "uploads LIMIT 1"};

std::optional<std::string> identity_of(Database& database) {
    const auto row = first_row(database.query(find_identity));
    if (!row) return std::nullopt;
    return row->text("value");
}

std::optional<std::string> stamp_of(const StateFolder& folder) {
    if (!exists(folder, stamp_file)) return std::nullopt;
    return std::string(ascii::trimmed(read_whole(folder.open(stamp_file).get()), " \t\r\n"));
}

bool has_files(const StateFolder& folder) {
    for (const char* top : {"lectures", "clients", "uploads"})
        if (!folder.files_in(top).empty()) return true;
    return false;
}

[[noreturn]] void refuse(const StateFolder& folder, const std::string& why) {
    throw StrangeFolder("The state folder " + folder.root().string() + " " + why +
                        " Check --state and --database. If they do belong together, for example because both "
                        "were restored from backups, run `lectern adopt` with the same options.");
}

void make_pair(Database& database, const StateFolder& folder, const std::string& identity) {
    const auto put = [&](const std::string& value) {
        database.write([&](Transaction& tx) { tx.query(put_identity, {value}); });
    };
    put(pending + identity);
    replace_content(folder.open_work(stamp_file).get(), identity + "\n");
    folder.publish("work/" + stamp_file, stamp_file);
    put(identity);
}

// What a pair lacks: nothing, or a stamp with this identity. Throws StrangeFolder.
std::optional<std::string> missing_stamp(Database& database, const StateFolder& folder) {
    const auto stamp = stamp_of(folder);
    const auto identity = identity_of(database);
    if (identity && identity->starts_with(pending)) {
        const std::string promised = identity->substr(pending.size());
        if (!stamp || *stamp == promised) return promised;
    }
    if (stamp && stamp != identity) refuse(folder, "belongs to another database than this one.");
    if (stamp) return std::nullopt;
    if (identity) refuse(folder, "is not the one that this database belongs to.");
    // A pair of an earlier version, or a new one.
    if (has_files(folder) && database.query(any_row).empty())
        refuse(folder, "holds files, but the database knows none of them.");
    return random_uuid();
}

}  // namespace

void check_pair(Database& database, const StateFolder& folder) {
    missing_stamp(database, folder);
}

void claim_pair(Database& database, const StateFolder& folder) {
    if (const auto identity = missing_stamp(database, folder)) make_pair(database, folder, *identity);
}

void adopt(Database& database, const StateFolder& folder) {
    make_pair(database, folder, random_uuid());
}

}  // namespace lectern::storage
