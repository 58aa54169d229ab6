#include "storage/scrub/claims.hpp"

#include "domain/lecture/lecture.hpp"
#include "storage/files/layout.hpp"
#include "storage/jobs/job_rows.hpp"
#include "storage/sql/columns.hpp"

namespace lectern::storage {
namespace {

using Owner = Claim::Owner;

const Statement list_recordings{"scrub.recordings",
                                "SELECT id, file_key, recording, recording_bytes, recording_sha256 FROM "
                                "lectures"};
const Statement list_clips{
    "scrub.clips", "SELECT id, clip_file, clip_bytes, clip_sha256 FROM snippets WHERE clip_file IS NOT NULL"};
const Statement list_previews{"scrub.previews",
                              "SELECT lecture_id, file, bytes, sha256 FROM previews WHERE file IS NOT NULL"};
const Statement list_proxies{"scrub.proxies",
                             "SELECT lecture_id, file, bytes, sha256 FROM proxies WHERE file IS NOT NULL"};
const Statement list_open_jobs{"scrub.open_jobs", "SELECT " + job_columns.list() +
                                                      " FROM jobs WHERE state IN ('queued', 'running') AND "
                                                      "NOT " +
                                                      scope_is(JobScope::batch)};
const Statement list_uploads{"scrub.uploads",
                             "SELECT id, file, received, complete FROM uploads WHERE file <> ''"};
const Statement list_downloads{
    "scrub.downloads",
    "SELECT t.id, b.client_id, b.session_id, t.file_name, t.file_bytes, t.file_sha256 FROM "
    "download_tasks AS t JOIN batches AS b ON b.id = t.batch_id"};

constexpr Columns<PendingOperation> operation_columns{
    column<&PendingOperation::kind>("kind"),
    column<&PendingOperation::path>("path"),
    column<&PendingOperation::target>("target"),
};
const Statement list_operations{
    "scrub.operations", "SELECT kind, path, coalesce(target, '') AS target FROM file_ops ORDER BY id"};

// The names of the folders of lectures, by the lectures' ids.
using FolderNames = std::map<std::int64_t, std::string>;

FolderNames add_lectures(Transaction& tx, Claims& claims) {
    FolderNames folders;
    for (const Row& row : tx.query(list_recordings)) {
        const std::int64_t id = row.integer("id");
        const std::string& folder =
            folders.emplace(id, lecture_folder_name(id, row.text("file_key"))).first->second;
        claims.files[subtitles_file(folder)] = {};
        if (row.is_null("recording")) {
            // The download runs or has failed: existing files are kept for the next attempt.
            for (const std::string& name : {recording_file(folder), recording_file(folder) + ".part"})
                claims.files[name] = {};
            for (const std::string& name : lecture_work_files(folder))
                claims.files[name] = {};
            continue;
        }
        Claim claim{Owner::recording, id};
        claim.required = true;
        claim.bytes = row.optional_integer("recording_bytes").value_or(-1);
        claim.sha256 = row.optional_text("recording_sha256").value_or("");
        claims.files[row.text("recording")] = std::move(claim);
    }
    return folders;
}

void add_clips(Transaction& tx, Claims& claims) {
    for (const Row& row : tx.query(list_clips)) {
        Claim claim{Owner::clip, row.integer("id")};
        claim.required = true;
        claim.bytes = row.integer("clip_bytes");
        claim.sha256 = row.text("clip_sha256");
        claims.files[row.text("clip_file")] = std::move(claim);
    }
}

// Previews or proxies.
void add_extra_files(Transaction& tx, const Statement& list, Owner owner, Claims& claims) {
    for (const Row& row : tx.query(list)) {
        Claim claim{owner, row.integer("lecture_id")};
        claim.required = true;
        claim.bytes = row.integer("bytes");
        claim.sha256 = row.text("sha256");
        claims.files[row.text("file")] = std::move(claim);
    }
}

// Files that open jobs may be writing. Files of downloads are claimed with their lectures and tasks.
void add_open_jobs(Transaction& tx, const FolderNames& folders, Claims& claims) {
    for (const Row& row : tx.query(list_open_jobs)) {
        const Job job = job_columns.read(row);
        if (about(job.kind).work_file.kept_for == WorkFile::KeptFor::job)
            claims.files.try_emplace("work/" + work_file_name(job.kind, job.id));
        const auto published =
            job.lecture_id ? published_file(folders.at(*job.lecture_id), job) : std::nullopt;
        if (published) claims.files.try_emplace(*published);
    }
}

void add_uploads(Transaction& tx, Claims& claims) {
    for (const Row& row : tx.query(list_uploads)) {
        Claim claim{Owner::upload, 0, row.text("id")};
        claim.bytes = row.integer("received");
        // An upload that has just begun may have no file yet. Until it is complete, the file may have more
        // bytes than were recorded.
        claim.required = claim.bytes > 0;
        claim.may_be_longer = row.integer("complete") == 0;
        claims.files[row.text("file")] = std::move(claim);
    }
}

void add_downloads(Transaction& tx, Claims& claims) {
    for (const Row& row : tx.query(list_downloads)) {
        const std::string& task = row.text("id");
        if (row.is_null("file_name")) {
            claims.files[task_work_file(task)] = {};
            continue;
        }
        Claim claim{Owner::download, 0, task};
        claim.required = true;
        claim.bytes = row.integer("file_bytes");
        claim.sha256 = row.text("file_sha256");
        const std::string file =
            downloaded_file(row.text("client_id"), row.text("session_id"), row.text("file_name"));
        claims.files[file] = std::move(claim);
    }
}

}  // namespace

Claims read_claims(Database& database) {
    Claims claims;
    database.read([&](Transaction& tx) {
        claims = {};
        const FolderNames folders = add_lectures(tx, claims);
        add_clips(tx, claims);
        add_extra_files(tx, list_previews, Owner::preview, claims);
        add_extra_files(tx, list_proxies, Owner::proxy, claims);
        add_open_jobs(tx, folders, claims);
        add_uploads(tx, claims);
        add_downloads(tx, claims);
        claims.pending = operation_columns.read_all(tx.query(list_operations));
    });
    return claims;
}

std::string description_of(const Claim& claim) {
    switch (claim.owner) {
        case Owner::recording:
            return "recording of session " + std::to_string(claim.id);
        case Owner::clip:
            return "clip of snippet " + std::to_string(claim.id);
        case Owner::preview:
            return "preview of session " + std::to_string(claim.id);
        case Owner::proxy:
            return "proxy of session " + std::to_string(claim.id);
        case Owner::upload:
            return "upload " + claim.key;
        case Owner::download:
            return "file of task " + claim.key;
        case Owner::work:
            return "";
    }
    return "";
}

}  // namespace lectern::storage
