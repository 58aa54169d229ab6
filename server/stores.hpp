#pragma once

#include "server/options/settings.hpp"
#include "storage/access/login_store.hpp"
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
#include "storage/lectures/draft_store.hpp"
#include "storage/lectures/lecture_store.hpp"
#include "storage/lectures/pipeline_store.hpp"
#include "storage/lectures/snippet_store.hpp"
#include "storage/uploads/upload_store.hpp"

#include <memory>

namespace lectern {

// The storage of the server: the state folder, the database and the stores that use it. Thread-safe. Calls of
// the stores block.
struct Stores {
    // Opens the state folder and the database, reserves both for this server, and migrates the schema to the
    // newest version. Throws std::exception; what() is a sentence for the person who started the server.
    explicit Stores(const options::Settings& settings);

    storage::StateFolder folder;
    std::unique_ptr<storage::Database> database;
    storage::LectureStore lectures;
    storage::SnippetStore snippets;
    storage::DraftStore drafts;
    storage::PipelineStore pipeline;
    storage::JobStore jobs;
    storage::UploadStore uploads;
    storage::TokenStore tokens;
    storage::LoginStore logins;
    storage::OwnershipStore owners;
    storage::ClassroomStore classrooms;
    storage::ClassSessionStore class_sessions;
    storage::ClassTieStore class_ties;
    storage::BatchStore batches;
    storage::DownloadStore downloads;
    storage::Outbox outbox;
};

}  // namespace lectern
