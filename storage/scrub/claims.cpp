#include "storage/scrub/claims.hpp"

#include "storage/batches/batch_rows.hpp"
#include "storage/files/layout.hpp"
#include "storage/jobs/job_rows.hpp"

namespace lectern::storage {
namespace {

using Owner = Claim::Owner;

void add_lectures(Transaction& tx, Claims& claims) {
    for (const Row& row :
         tx.query("SELECT id, recording, recording_bytes, recording_sha256 FROM lectures", {})) {
        const std::int64_t id = row.integer(0);
        claims.files[subtitles_file(id)] = {};
        if (row.is_null(1)) {
            // A download that has failed, or runs: what is there already is kept for the next attempt.
            for (const std::string& name :
                 {recording_file(id), recording_file(id) + ".part", "work/" + download_work_file(id),
                  "work/" + subtitles_work_file(id)})
                claims.files[name] = {};
            continue;
        }
        Claim claim{Owner::recording, id};
        claim.required = true;
        claim.bytes = row.optional_integer(2).value_or(-1);
        claim.sha256 = row.optional_text(3).value_or("");
        claims.files[row.text(1)] = std::move(claim);
    }
}

void add_clips(Transaction& tx, Claims& claims) {
    for (const Row& row : tx.query(
             "SELECT id, clip_file, clip_bytes, clip_sha256 FROM snippets WHERE clip_file IS NOT NULL", {})) {
        Claim claim{Owner::clip, row.integer(0)};
        claim.required = true;
        claim.bytes = row.integer(2);
        claim.sha256 = row.text(3);
        claims.files[row.text(1)] = std::move(claim);
    }
}

// What open jobs may be writing. The files of downloads are claimed with their lectures and tasks.
void add_open_jobs(Transaction& tx, Claims& claims) {
    const auto rows =
        tx.query("SELECT " + job_columns + " FROM jobs WHERE state IN ('queued', 'running') AND NOT " +
                     scope_is(JobScope::batch),
                 {});
    for (const Row& row : rows) {
        const Job job = to_job(row);
        if (about(job.kind).work_file.kept_for == WorkFile::KeptFor::job)
            claims.files.try_emplace("work/" + work_file_name(job.kind, job.id));
        if (about(job.kind).scope == JobScope::clip && job.lecture_id && job.snippet_id)
            claims.files.try_emplace(clip_file(*job.lecture_id, *job.snippet_id, job.id));
    }
}

void add_uploads(Transaction& tx, Claims& claims) {
    const auto rows = tx.query("SELECT id, file, received, complete FROM uploads WHERE file <> ''", {});
    for (const Row& row : rows) {
        Claim claim{Owner::upload, 0, row.text(0)};
        claim.bytes = row.integer(2);
        // Of an upload that has just begun there may be no file; bytes that were not recorded may stand at
        // its end.
        claim.required = claim.bytes > 0;
        claim.may_be_longer = row.integer(3) == 0;
        claims.files[row.text(1)] = std::move(claim);
    }
}

void add_downloads(Transaction& tx, Claims& claims) {
    const auto rows = tx.query(
        "SELECT t.id, b.client_id, b.session_id, t.file_name, t.file_bytes, t.file_sha256 FROM "
        "download_tasks AS t JOIN batches AS b ON b.id = t.batch_id",
        {});
    for (const Row& row : rows) {
        if (row.is_null(3)) {
            claims.files[task_work_file(row.text(0))] = {};
            continue;
        }
        Claim claim{Owner::download, 0, row.text(0)};
        claim.required = true;
        claim.bytes = row.integer(4);
        claim.sha256 = row.text(5);
        claims.files[batch_folder(row.text(1), row.text(2)) + "/" + row.text(3)] = std::move(claim);
    }
}

}  // namespace

Claims read_claims(Database& database) {
    Claims claims;
    database.read([&](Transaction& tx) {
        claims = {};
        add_lectures(tx, claims);
        add_clips(tx, claims);
        add_open_jobs(tx, claims);
        add_uploads(tx, claims);
        add_downloads(tx, claims);
        for (const Row& row : tx.query("SELECT kind, path, target FROM file_ops ORDER BY id", {}))
            claims.pending.push_back({row.text(0), row.text(1), row.optional_text(2).value_or("")});
    });
    return claims;
}

std::string description_of(const Claim& claim) {
    switch (claim.owner) {
        case Owner::recording:
            return "recording of session " + std::to_string(claim.id);
        case Owner::clip:
            return "clip of snippet " + std::to_string(claim.id);
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
