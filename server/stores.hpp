#pragma once

#include "server/options/settings.hpp"
#include "storage/access/ownership_store.hpp"
#include "storage/access/token_store.hpp"
#include "storage/batches/batch_store.hpp"
#include "storage/batches/download_store.hpp"
#include "storage/classrooms/class_session_store.hpp"
#include "storage/classrooms/classroom_store.hpp"
#include "storage/files/outbox.hpp"
#include "storage/files/state_folder.hpp"
#include "storage/jobs/job_store.hpp"
#include "storage/lectures/class_tie_store.hpp"
#include "storage/lectures/lecture_store.hpp"
#include "storage/lectures/pipeline_store.hpp"
#include "storage/lectures/snippet_store.hpp"
#include "storage/uploads/upload_store.hpp"

#include <memory>

namespace lectern {

// What the server remembers: the state folder, the database and the stores on it. Thread-safe; the stores
// block.
struct Stores {
    // Opens both, keeps other servers off them and brings the schema to the newest version. Throws
    // std::exception with a sentence for the person who started the server.
    explicit Stores(const options::Settings& settings);

    storage::StateFolder folder;
    std::unique_ptr<storage::Database> database;
    storage::LectureStore lectures;
    storage::SnippetStore snippets;
    storage::PipelineStore pipeline;
    storage::JobStore jobs;
    storage::UploadStore uploads;
    storage::TokenStore tokens;
    storage::OwnershipStore owners;
    storage::ClassroomStore classrooms;
    storage::ClassSessionStore class_sessions;
    storage::ClassTieStore class_ties;
    storage::BatchStore batches;
    storage::DownloadStore downloads;
    storage::Outbox outbox;
};

}  // namespace lectern
