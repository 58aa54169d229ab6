#include "domain/batch/download_name.hpp"
#include "server/pipeline/fetch.hpp"
#include "server/pipeline/steps.hpp"
#include "server/pipeline/task_link.hpp"
#include "storage/batches/batch_rows.hpp"

namespace lectern::pipeline {
namespace {

Outcome<media::SourceLink> source_of(const StepServices& services, const DownloadTask& task) {
    const auto link = media::parse_link(task_link(task.lecture_url, task.source_id, services.id_template),
                                        services.sources);
    if (!link)
        return Failure::permanent(link.error().fields.empty() ? link.error().message
                                                              : link.error().fields.front().message);
    if (link->kind == media::SourceKind::upload)
        return Failure::permanent("An upload is here already: make a session of it with its link.");
    return *link;
}

Outcome<> bring(const StepServices& services, const DownloadTask& task, jobs::StepContext& context) {
    const auto link = source_of(services, task);
    if (!link) return link.error();
    const auto fetched = fetch_to_work(services, *link, work_file(context.job()), context);
    if (!fetched) return fetched.error();
    services.folder.make_durable(storage::task_work_file(task.id));

    DownloadedFile file;
    file.name = download_file_name(task.name, file_ending(fetched->suggested_name, fetched->content_type));
    file.bytes = fetched->bytes;
    file.sha256 = fetched->sha256;
    bool done = false;
    context.persist([&] { done = services.batches.finish(context.lease(), file, services.now()); });
    if (done) services.outbox.drain(storage::client_strand(task.client_id));
    return {};
}

// Deleted while it ran: what this run wrote after the delete has to go, too.
void tidy_up(const StepServices& services, const std::string& task_id) {
    if (services.batches.work_file_wanted(task_id)) return;
    const std::string file = storage::task_work_file(task_id);
    services.folder.remove(file);
    services.folder.remove(file + ".parts");
}

}  // namespace

Outcome<> batch_download(const StepServices& services, jobs::StepContext& context) {
    const auto task = services.batches.task(context.job().id);
    if (!task) throw storage::LeaseLost();
    try {
        auto outcome = bring(services, *task, context);
        if (!outcome) tidy_up(services, task->id);
        return outcome;
    } catch (const storage::LeaseLost&) {
        tidy_up(services, task->id);
        throw;
    }
}

}  // namespace lectern::pipeline
