#pragma once

#include "storage/batches/batch_rows.hpp"
#include "storage/batches/batch_store.hpp"
#include "storage/batches/download_store.hpp"
#include "storage/files/layout.hpp"
#include "storage/files/outbox.hpp"
#include "storage/files/state_folder.hpp"
#include "tests/storage/files/file_kit.hpp"
#include "tests/storage/store_fixture.hpp"

#include <map>
#include <string>
#include <vector>

namespace lectern::storage::test {

// Batches with their files. The test gives the text that a download stores.
class BatchTest : public StoreTest {
protected:
    // Adds tasks with these names to the batch; returns their ids.
    std::vector<std::string> add(const std::string& client, const std::string& session,
                                 const std::vector<std::string>& names, const std::string& host = "") {
        std::vector<NewDownload> tasks;
        std::vector<std::string> ids;
        for (const std::string& name : names) {
            ids.push_back(uuid());
            tasks.push_back({ids.back(), "id of " + name, name, "Batch", {}, {}, host});
        }
        batches.create(client, {}, session, tasks, now);
        return ids;
    }

    Job run(const std::string& task) {
        downloads.start(task, {}, now).value();
        const Job job = claim();
        EXPECT_EQ(job.id, task);
        return job;
    }

    // Ends a download whose file is called `name`.
    bool finish(const Job& job, const std::string& name, const std::string& content) {
        write_file(state.root() / task_work_file(job.id), content);
        state.make_durable(task_work_file(job.id));
        DownloadedFile file;
        file.name = name;
        file.bytes = static_cast<std::int64_t>(content.size());
        file.sha256 = "sha of " + content;
        return downloads.finish(lease_of(job), file, now);
    }

    // Adds a task and finishes it; returns its id.
    std::string done(const std::string& client, const std::string& session, const std::string& name,
                     const std::string& content) {
        const std::string id = add(client, session, {name}).front();
        EXPECT_TRUE(finish(run(id), name, content));
        return id;
    }

    // The files below the clients' folders: name and content.
    std::map<std::string, std::string> on_disk() {
        std::map<std::string, std::string> found;
        const auto root = state.root() / "clients";
        for (const auto& entry : std::filesystem::recursive_directory_iterator(root))
            if (entry.is_regular_file())
                found[entry.path().lexically_relative(root).string()] = read_file(entry.path());
        return found;
    }

    // The content that a reader gets now, at whichever place the file is; "" if there is none.
    std::string content_of(const std::string& task) {
        const auto placed = downloads.file(task);
        if (!placed) return "";
        for (const std::string& place : placed->places)
            if (std::filesystem::exists(state.root() / place)) return read_file(state.root() / place);
        return "";
    }

    std::vector<std::string> names_in(const std::string& client, const std::string& session) {
        std::vector<std::string> names;
        const auto batch = batches.batch(client, session).value();
        for (const DownloadTask& task : batch.tasks)
            names.push_back(task.file ? task.file->name : "-");
        return names;
    }

    BatchStore batches{*database};
    DownloadStore downloads{*database};
    // No fsync: durability is not tested
    StateFolder state{folder.path() / "state", 0, [](int) { return 0; }};
    std::vector<std::string> reports;
    Outbox outbox{*database, state, [this](const std::string& line) { reports.push_back(line); }};
};

}  // namespace lectern::storage::test
