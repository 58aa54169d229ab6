#include "domain/batch/download_name.hpp"
#include "server/pipeline/download_link.hpp"
#include "server/pipeline/fetch_to_work.hpp"
#include "server/pipeline/steps.hpp"
#include "server/pipeline/work_files.hpp"
#include "storage/batches/download_store.hpp"
#include "storage/files/layout.hpp"
#include "storage/files/outbox.hpp"
#include "storage/files/state_folder.hpp"

namespace lectern::pipeline {
namespace {

Outcome<media::SourceLink> source_of(const StepServices& services, const DownloadTask& task) {
    const auto link = parse_download_link(
        download_link(task.lecture_url, task.source_id, services.id_template), services.sources);
    if (!link) return Failure::permanent(link.error().message);
    return *link;
}

Outcome<> fetch_and_finish(const StepServices& services, const DownloadTask& task,
                           jobs::StepContext& context) {
    const auto link = source_of(services, task);
    if (!link) return link.error();
    const auto fetched =
        fetch_to_work(services.folder, services.sources, *link, work_file_of(context.job()), context);
    if (!fetched) return fetched.error();
    services.folder.make_durable(storage::task_work_file(task.id));

    DownloadedFile file;
    file.name = download_file_name(task.name, file_ending(fetched->suggested_name, fetched->content_type));
    file.bytes = fetched->bytes;
    file.sha256 = fetched->sha256;
    bool done = false;
    context.persist([&] { done = services.downloads.finish(context.lease(), file, services.now()); });
    if (done) services.outbox.drain(storage::serial_key_of_client(task.client_id));
    return {};
}

// Deletes the work files of this attempt if its task was deleted in the meantime.
void delete_if_unwanted(const StepServices& services, const std::string& task_id) {
    if (services.downloads.work_file_wanted(task_id)) return;
    const std::string file = storage::task_work_file(task_id);
    services.folder.remove(file);
    services.folder.remove(file + ".parts");
}

}  // namespace

Outcome<> batch_download(const StepServices& services, jobs::StepContext& context) {
    const auto task = services.downloads.get(context.job().id);
    if (!task) throw storage::LeaseLost();
    try {
        auto outcome = fetch_and_finish(services, *task, context);
        if (!outcome) delete_if_unwanted(services, task->id);
        return outcome;
    } catch (const storage::LeaseLost&) {
        delete_if_unwanted(services, task->id);
        throw;
    }
}

}  // namespace lectern::pipeline
