#include "storage/scrub/scrub.hpp"

#include "storage/files/file_content.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <stdexcept>
#include <system_error>

namespace lectern::storage {
namespace {

using Owner = Claim::Owner;

constexpr std::array kept_folders{"lectures", "clients", "uploads", "work"};

bool is_or_is_beneath(const std::string& path, const std::string& other) {
    return path.starts_with(other) && (path.size() == other.size() || path[other.size()] == '/');
}

// Files by the paths that they will have after the outbox has been carried out.
struct Standing {
    std::string path;  // where it stands now
    FileFacts facts;
};
using Files = std::map<std::string, Standing>;

void carry_out(const std::vector<PendingOperation>& pending, Files& files) {
    for (const auto& [kind, path, target] : pending) {
        if (kind == "trash") {
            std::erase_if(files,
                          [&path = path](const auto& file) { return is_or_is_beneath(file.first, path); });
        } else if (kind == "move" || kind == "link") {
            const auto file = files.find(path);
            if (file == files.end()) continue;  // the operation has been carried out
            files.try_emplace(target, file->second);
            if (kind == "move") files.erase(file);
        } else if (kind != "rmdir") {
            throw std::runtime_error("an unknown operation waits in the outbox: " + kind);
        }
    }
}

bool is_missing(const std::system_error& error) {
    return error.code() == std::errc::no_such_file_or_directory || error.code() == std::errc::not_a_directory;
}

class Look {
public:
    Look(Database& database, const StateFolder& folder, const ScrubOptions& options)
        : folder_(folder), options_(options) {
        // List the files before reading the rows: then a new file that appears in between is not taken for an
        // orphan. If a file is deleted in between, the second look of scrub() corrects this.
        for (const char* top : kept_folders)
            for (auto& [path, facts] : folder.files_in(top))
                files_[path] = {path, facts};
        claims_ = read_claims(database);
        carry_out(claims_.pending, files_);
    }

    // Checks only the claimed paths that are in `suspects`; null: all of them.
    ScrubReport report(const std::set<std::string>* suspects = nullptr) const {
        ScrubReport report;
        report.beside_server = !folder_.owned();
        report.pending = claims_.pending;
        report.in_trash = static_cast<std::int64_t>(folder_.files_in("trash").size());
        report.in_lost_and_found = static_cast<std::int64_t>(folder_.files_in("lost+found").size());
        for (const auto& [path, claim] : claims_.files)
            if (claim.owner != Owner::work && (!suspects || suspects->contains(path)))
                check(path, claim, report);
        for (const auto& [path, file] : files_)
            if (!claims_.files.contains(path)) report_unclaimed(file, report);
        std::sort(report.faults.begin(), report.faults.end(),
                  [](const Fault& a, const Fault& b) { return a.path < b.path; });
        return report;
    }

private:
    // Returns a descriptor that is not open if the file does not exist.
    UniqueFd open(const std::string& path) const {
        const auto standing = files_.find(path);
        const std::string& listed = standing == files_.end() ? path : standing->second.path;
        // A running server may have moved the file after it was listed.
        for (const std::string& place : {listed, path}) {
            try {
                return folder_.open(place);
            } catch (const std::system_error& error) {
                if (!is_missing(error)) throw;
            }
        }
        return {};
    }

    void check(const std::string& path, const Claim& claim, ScrubReport& report) const {
        ++report.files;
        std::int64_t size = 0;
        const auto wrong = [&](Fault::Kind kind, std::string detail) {
            report.faults.push_back({kind, path, claim, size, std::move(detail), ""});
        };
        try {
            const UniqueFd file = open(path);
            if (!file) {
                if (claim.required) wrong(Fault::Kind::missing, "the file does not exist");
                return;
            }
            size = size_of(file.get());
            if (size < claim.bytes || (size > claim.bytes && claim.bytes >= 0 && !claim.may_be_longer))
                return wrong(Fault::Kind::wrong_size,
                             std::to_string(size) + " bytes, " + std::to_string(claim.bytes) + " expected");
            if (!options_.read_contents || claim.sha256.empty()) return;
            const std::string sha256 = sha256_of(file.get());
            report.bytes += size;
            if (sha256 != claim.sha256)
                wrong(Fault::Kind::wrong_content, "SHA-256 " + sha256 + ", " + claim.sha256 + " expected");
        } catch (const std::system_error& error) {
            wrong(Fault::Kind::unreadable, error.code().message());
        }
    }

    void report_unclaimed(const Standing& file, ScrubReport& report) const {
        if (!folder_.owned() && file.facts.changed >= options_.settled) return;
        if (file.path.starts_with("work/")) {
            report.leftovers.push_back(file.path);
        } else {
            report.faults.push_back({Fault::Kind::orphan,
                                     file.path,
                                     {},
                                     file.facts.bytes,
                                     std::to_string(file.facts.bytes) + " bytes that no row names",
                                     ""});
        }
    }

    const StateFolder& folder_;
    const ScrubOptions& options_;
    Files files_;
    Claims claims_;
};

}  // namespace

std::string_view to_text(Fault::Kind kind) {
    switch (kind) {
        case Fault::Kind::missing:
            return "missing";
        case Fault::Kind::wrong_size:
            return "wrong size";
        case Fault::Kind::wrong_content:
            return "wrong content";
        case Fault::Kind::unreadable:
            return "unreadable";
        case Fault::Kind::orphan:
            return "orphan";
    }
    throw std::logic_error("unknown kind of fault");
}

ScrubReport scrub(Database& database, const StateFolder& folder, const ScrubOptions& options) {
    ScrubReport report = Look(database, folder, options).report();
    if (folder.owned() || report.clean()) return report;
    options.wait_between_looks();
    std::set<std::string> suspects;
    for (const Fault& fault : report.faults)
        suspects.insert(fault.path);
    const ScrubReport again = Look(database, folder, options).report(&suspects);
    std::erase_if(report.faults, [&](const Fault& fault) {
        return std::find(again.faults.begin(), again.faults.end(), fault) == again.faults.end();
    });
    return report;
}

}  // namespace lectern::storage
