#include "server/pipeline/fetch_to_work.hpp"

#include "server/pipeline/made_file.hpp"
#include "server/pipeline/step_context.hpp"
#include "storage/files/state_folder.hpp"

#include <utility>

namespace lectern::pipeline {

Outcome<media::FetchedFile> fetch_to_work(const storage::StateFolder& folder,
                                          const media::SourceOptions& sources, const media::SourceLink& link,
                                          const std::string& name, jobs::StepContext& context, double share) {
    folder.reserve(0);  // throws if the disk is full: then the source is not asked
    const UniqueFd file = folder.open_work(name);
    media::FetchTarget target;
    target.fd = file.get();
    target.checkpoint = context.job().checkpoint;
    target.save_checkpoint = [&](const std::string& checkpoint) { context.checkpoint(checkpoint); };
    bool answered = false;
    target.reserve = [&](std::int64_t more) -> Outcome<> {
        if (!std::exchange(answered, true)) context.host_answers();  // its first bytes are here
        return reserve_space(folder, more);
    };
    const std::string parts = name + ".parts";
    target.open_parts = [&] { return folder.open_work(parts); };
    auto fetched = media::fetch(link, sources, target, control_of(context, 0, share));
    if (fetched) folder.remove("work/" + parts);
    return fetched;
}

}  // namespace lectern::pipeline
