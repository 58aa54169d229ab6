#include "server/pipeline/fetch.hpp"

namespace lectern::pipeline {

Outcome<media::FetchedFile> fetch_to_work(const StepServices& services, const media::SourceLink& link,
                                          const std::string& name, jobs::StepContext& context, double share) {
    services.folder.reserve(0);  // a full disk is no reason to ask the source
    const UniqueFd file = services.folder.open_work(name);
    media::FetchTarget target;
    target.fd = file.get();
    target.checkpoint = context.job().checkpoint;
    target.save_checkpoint = [&](const std::string& checkpoint) { context.checkpoint(checkpoint); };
    target.reserve = [&](std::int64_t more) -> Outcome<> {
        try {
            services.folder.reserve(more);
        } catch (const storage::StorageFull& full) {
            return Failure{FailureKind::storage_full, "The server's disk is full.", full.what(), {}};
        }
        return {};
    };
    const std::string parts = name + ".parts";
    target.open_parts = [&] { return services.folder.open_work(parts); };
    auto fetched = media::fetch(link, services.sources, target, control_of(context, 0, share));
    if (fetched) services.folder.remove("work/" + parts);
    return fetched;
}

}  // namespace lectern::pipeline
