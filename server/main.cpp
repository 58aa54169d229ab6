#include "media/speech/openmp.hpp"
#include "server/app.hpp"
#include "server/commands/analyze.hpp"
#include "server/commands/commands.hpp"
#include "server/commands/scrub.hpp"
#include "server/options/load.hpp"
#include "server/options/option_table.hpp"
#include "server/version.hpp"

#include <exception>
#include <iostream>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <unistd.h>

namespace {

using namespace lectern;

// The options table as flags of a sub-command; their values are gathered as text for options::load.
class ConfiguredCommand {
public:
    explicit ConfiguredCommand(CLI::App& command) : command_(command) {
        command.add_option("--config", file_, "TOML file with options")->envname("LECTERN_CONFIG");
        for (const options::Option& option : options::option_table()) {
            std::string help = option.help + " (" + option.type;
            if (!option.fallback.empty()) help += "; default " + option.fallback;
            command.add_option(option.flag, values_[option.flag], help + "; " + option.environment() + ")")
                ->type_name("");
        }
    }

    // Prints every mistake and returns nothing if there is one.
    std::optional<options::Settings> settings() const {
        options::Sources sources;
        sources.file = file_;
        for (char** variable = environ; *variable; ++variable) {
            const std::string text = *variable;
            const std::size_t equals = text.find('=');
            sources.environment.emplace_back(text.substr(0, equals),
                                             text.substr(std::min(equals + 1, text.size())));
        }
        for (const auto& [flag, value] : values_)
            if (command_.count(flag) > 0) sources.flags.emplace_back(flag, value);
        options::Loaded loaded = options::load(sources);
        for (const std::string& mistake : loaded.mistakes)
            std::cerr << "lectern: " << mistake << "\n";
        return loaded.settings;
    }

private:
    CLI::App& command_;
    std::string file_;
    std::map<std::string, std::string> values_;
};

}  // namespace

int main(int argc, char** argv) {
    media::make_openmp_patient(argv);
    CLI::App program("Lectern turns lecture recordings into short, streamable topic clips.", "lectern");
    program.require_subcommand(1);

    CLI::App* serve = program.add_subcommand("serve", "Serve until a signal asks to stop");
    CLI::App* migrate = program.add_subcommand("migrate", "Bring the database to the newest version");
    CLI::App* token = program.add_subcommand("token", "Make, list and revoke access tokens");
    CLI::App* scrub = program.add_subcommand(
        "scrub",
        "Compare the database with the files; exit code 0: they agree, 1: faults, 2: could not be done");
    CLI::App* analyze =
        program.add_subcommand("analyze", "Find the topics of a transcript (JSON), print them as JSON");
    CLI::App* config = program.add_subcommand("config", "Print an example configuration file");
    CLI::App* print_version = program.add_subcommand("version", "Print the version");

    token->require_subcommand(1);
    CLI::App* create = token->add_subcommand("create", "Make a token and print it: the only time it is seen");
    CLI::App* list = token->add_subcommand("list", "List tokens with their last use");
    CLI::App* revoke = token->add_subcommand("revoke", "Make a token invalid");
    commands::NewToken wanted;
    create->add_option("--role", wanted.role, "admin, teacher or viewer")
        ->required()
        ->check(CLI::IsMember({"admin", "teacher", "viewer"}));
    create->add_option("--name", wanted.name, "Whose it is");
    create->add_option("--client", wanted.client, "Bind the token to one client's data");
    commands::ScrubOrder scrub_order;
    scrub->add_flag("--repair", scrub_order.repair,
                    "Put right what can be, with the server stopped; nothing is destroyed");
    scrub->add_flag("--json", scrub_order.json, "Print the report as JSON");
    scrub->add_flag("--sizes-only", scrub_order.sizes_only,
                    "Do not read the files: compare their sizes only");
    std::string token_id, transcript;
    bool markdown = false;
    revoke->add_option("id", token_id, "As listed")->required();
    analyze
        ->add_option("transcript", transcript, "File with {\"segments\": [{\"start\", \"end\", \"text\"}]}")
        ->required();
    config->add_flag("--markdown", markdown, "As the table of the README");

    std::map<CLI::App*, ConfiguredCommand> configured;
    for (CLI::App* command : {serve, migrate, scrub, create, list, revoke})
        configured.try_emplace(command, *command);

    CLI11_PARSE(program, argc, argv);
    try {
        if (print_version->parsed()) {
            std::cout << "lectern " << lectern::version << "\n";
            return 0;
        }
        if (config->parsed()) {
            std::cout << (markdown ? options::markdown_table() : options::example_file());
            return 0;
        }
        if (analyze->parsed()) return commands::analyze_command(transcript, std::cout, std::cerr);

        for (auto& [command, source] : configured) {
            if (!command->parsed()) continue;
            const auto settings = source.settings();
            if (!settings) return 2;
            if (command == serve) return lectern::serve(*settings, std::cout);
            if (command == scrub)
                return commands::scrub_command(*settings, scrub_order, std::cout, std::cerr);
            if (command == migrate) commands::migrate(*settings, std::cout);
            if (command == create) commands::create_token(*settings, wanted, std::cout);
            if (command == list) commands::list_tokens(*settings, std::cout);
            if (command == revoke) commands::revoke_token(*settings, token_id, std::cout);
        }
    } catch (const std::exception& error) {
        std::cerr << "lectern: " << error.what() << "\n";
        return 1;
    }
    return 0;
}
