#pragma once

#include "domain/job/kinds.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace lectern {

// What may run beside what. Jobs with the same serial key run one after the other, in this process and, by an
// index of the database, in all of them; all other jobs may run side by side. The key follows from the scope:
//   - pipeline: lecture/17. The steps of a lecture follow each other: each reads what the last one stored.
//   - clip: snippet/5. The cuts of a snippet follow each other; the cuts of a lecture run side by side.
//   - lecture_extra: job/<id>. The attempts of one job follow each other.
//   - batch: task/<id>. The downloads of one task follow each other: a retry continues the file.
//
// Every job has a key, because a job has at most one work file: an attempt that has lost its lease may still
// write to it when the next attempt begins.
//
// What the keys leave to others:
//   - A cut reads the recording through its own descriptor, so neither the other cuts nor a new download of
//     it, which replaces the file by a rename, disturb it. It writes to files named after its job.
//   - To delete a lecture, to drop a snippet or to change its bounds does not wait for running cuts. The
//     transaction locks the lecture's row and revokes the leases (storage/jobs/job_endings.hpp). A cut that
//     has lost its lease writes no row and puts its clip into the trash. What it publishes after that goes
//     there when no step works for the lecture any more (serial_key_after_steps() in
//     storage/files/outbox.hpp).
//   - Merges of batches touch no lecture: a lecture has its recording under a name of its own.
//   - Limits of kinds, pools and hosts: the table of kinds, and storage::JobStore::claim().
std::string serial_key(JobScope scope, std::optional<std::int64_t> lecture_id,
                       std::optional<std::int64_t> snippet_id, const std::string& job_id);

}  // namespace lectern
