#include "server/pipeline/payloads.hpp"
#include "server/pipeline/step_context.hpp"
#include "server/pipeline/steps.hpp"
#include "server/wire/json.hpp"
#include "storage/lectures/lecture_store.hpp"
#include "storage/lectures/pipeline_store.hpp"

namespace lectern::pipeline {

Outcome<> analyze(const StepServices& services, jobs::StepContext& context) {
    services.pipeline.begin_step(context.lease(), services.now());
    const auto transcript = services.lectures.transcript(context.job().lecture_id.value_or(0));
    if (!transcript)
        return Failure::permanent(
            "The transcript is gone. Delete this session and upload the recording again.");
    if (transcript->segments.empty())
        return Failure::permanent("No speech was found in the recording. Write the plan by hand.");

    std::vector<topics::Topic> topics = topics::analyze(*transcript, services.topics);
    if (!services.chat.url.empty()) {
        auto named = media::name_topics(std::move(topics), *transcript, services.chat, control_of(context));
        if (!named.warning.empty()) services.warn(context.job().id, named.warning);
        topics = std::move(named.topics);
    }
    if (context.stop().stop_requested()) return Failure::cancelled();
    const auto payload = wire::from_json<AnalysisPayload>(context.job().payload);
    context.persist([&] {
        services.pipeline.finish_analysis(context.lease(), topics, services.now(),
                                          payload && payload->replaces_plan);
    });
    return {};
}

}  // namespace lectern::pipeline
