#include "server/pipeline/made_file.hpp"

#include "server/jobs/step.hpp"
#include "server/pipeline/steps.hpp"
#include "server/pipeline/work_files.hpp"
#include "storage/files/file_content.hpp"
#include "storage/files/outbox.hpp"
#include "storage/files/state_folder.hpp"
#include "storage/jobs/lease.hpp"

#include <algorithm>
#include <utility>

namespace lectern::pipeline {

UniqueFd open_new_work(const storage::StateFolder& folder, const std::string& name) {
    UniqueFd file = folder.open_work(name);
    storage::replace_content(file.get(), "");
    return file;
}

Outcome<> reserve_space(const storage::StateFolder& folder, std::int64_t bytes) {
    try {
        folder.reserve(bytes);
    } catch (const storage::StorageFull& full) {
        return Failure::storage_full("The server's disk is full.", full.what());
    }
    return {};
}

std::function<Outcome<>(std::int64_t end)> room_in(const storage::StateFolder& folder) {
    return [&folder, written = std::int64_t{0}](std::int64_t end) mutable {
        return reserve_space(folder, std::max<std::int64_t>(end - std::exchange(written, end), 0));
    };
}

void publish_made_file(const StepServices& services, jobs::StepContext& context, const std::string& file,
                       const std::function<void()>& write, const std::function<bool()>& is_named) {
    services.folder.publish("work/" + work_file_of(context.job()), file);
    try {
        context.persist(write);
    } catch (const storage::LeaseLost&) {
        // Usually no row names this file. But if the write succeeded and only its answer was lost, the row
        // names the file, and it stays.
        if (!is_named()) services.folder.trash(file);
        throw;
    }
    services.outbox.drain("");  // deletes the file that this one replaces, or that nobody wants any more
}

}  // namespace lectern::pipeline
