#include "server/commands/scrub.hpp"

#include "domain/base/random.hpp"
#include "server/part_options.hpp"
#include "server/wall_clock.hpp"
#include "storage/files/folder_identity.hpp"
#include "storage/files/state_folder.hpp"
#include "storage/open_database.hpp"
#include "storage/scrub/repair.hpp"

#include <filesystem>
#include <ostream>
#include <stdexcept>
#include <string>
#include <thread>

#include <boost/json.hpp>

namespace lectern::commands {
namespace {

namespace json = boost::json;

using storage::Fault;
using storage::ScrubReport;

// While a server runs, a file may have no row for a moment when it is published or deleted. A file without a
// row counts as a fault only if it has not changed for this time.
constexpr std::chrono::seconds to_settle{60};
constexpr std::chrono::seconds between_looks{2};

// Opening an SQLite database that does not exist would create an empty one, and each file would be a fault.
void require_database_file(const options::Settings& settings) {
    const std::filesystem::path file = part_options::database(settings).state_folder / "lectern.db";
    if (settings.storage.database.empty() && !std::filesystem::exists(file))
        throw std::runtime_error("There is no database in the state folder " + settings.storage.state +
                                 ". If its rows are in PostgreSQL, give --database.");
}

ScrubReport run(const options::Settings& settings, const ScrubOrder& order) {
    const auto folder = storage::StateFolder::to_look_at(settings.storage.state);
    if (order.repair && !folder.owned())
        throw std::runtime_error("A server uses this state folder. Stop the server before a repair.");
    require_database_file(settings);
    const auto database = storage::open_database(part_options::database(settings));
    database->require_schema();
    // Otherwise all files of another database would count as left over.
    storage::check_pair(*database, folder);

    storage::ScrubOptions options;
    options.read_contents = !order.sizes_only;
    options.wait_between_looks = [] { std::this_thread::sleep_for(between_looks); };
    options.settled = std::chrono::system_clock::now() - to_settle;
    if (!order.repair) return storage::scrub(*database, folder, options);
    database->claim_server();
    return storage::repair(*database, folder, options, wall_now(), random_uuid);
}

json::value text_or_null(const std::string& text) {
    return text.empty() ? json::value() : json::value(text);
}

json::object fault_to_json(const Fault& fault) {
    json::object text{{"kind", storage::to_text(fault.kind)}, {"path", fault.path}, {"detail", fault.detail}};
    text["what"] = fault.claim ? json::value(description_of(*fault.claim)) : json::value();
    text["repair"] = text_or_null(fault.repair);
    return text;
}

void print_json(const ScrubReport& report, std::ostream& out) {
    json::array faults, pending;
    for (const Fault& fault : report.faults)
        faults.push_back(fault_to_json(fault));
    for (const storage::PendingOperation& operation : report.pending)
        pending.push_back(json::object{
            {"kind", operation.kind}, {"path", operation.path}, {"target", text_or_null(operation.target)}});
    const json::object text{{"clean", report.clean()},
                            {"beside_server", report.beside_server},
                            {"files", report.files},
                            {"bytes_read", report.bytes},
                            {"faults", std::move(faults)},
                            {"pending", std::move(pending)},
                            {"in_trash", report.in_trash},
                            {"leftovers", json::value_from(report.leftovers)},
                            {"in_lost_and_found", report.in_lost_and_found}};
    out << json::serialize(text) << '\n';
}

std::string counted(std::int64_t number, const std::string& one, const std::string& many) {
    return std::to_string(number) + " " + (number == 1 ? one : many);
}

void print_text(const ScrubReport& report, bool repaired, std::ostream& out) {
    for (const Fault& fault : report.faults) {
        out << storage::to_text(fault.kind) << ": " << fault.path;
        if (fault.claim) out << " (" << description_of(*fault.claim) << ")";
        out << ", " << fault.detail << '\n';
        if (!fault.repair.empty()) out << "    " << fault.repair << '\n';
        if (fault.repair.empty() && repaired) out << "    not repaired: check its permissions and the disk\n";
    }
    out << counted(report.files, "file", "files") << " compared with the database, "
        << counted(report.bytes, "byte", "bytes") << " read: "
        << (report.clean() ? "clean"
                           : counted(static_cast<std::int64_t>(report.faults.size()), "fault", "faults"))
        << (report.beside_server ? ", while a server was running\n" : "\n");
    const auto leftovers = static_cast<std::int64_t>(report.leftovers.size());
    if (!repaired && (!report.pending.empty() || report.in_trash > 0 || leftovers > 0))
        out << "The server will tidy up: "
            << counted(static_cast<std::int64_t>(report.pending.size()), "move or removal",
                       "moves and removals")
            << " to carry out, " << counted(report.in_trash, "file", "files") << " in the trash, "
            << counted(leftovers, "work file", "work files") << " that no job wants any more.\n";
    if (report.in_lost_and_found > 0)
        out << "lost+found holds " << counted(report.in_lost_and_found, "file", "files")
            << " from earlier repairs.\n";
}

}  // namespace

bool scrub(const options::Settings& settings, const ScrubOrder& order, std::ostream& out) {
    const ScrubReport report = run(settings, order);
    if (order.json) {
        print_json(report, out);
    } else {
        print_text(report, order.repair, out);
    }
    return report.clean();
}

}  // namespace lectern::commands
