#include "server/command_line.hpp"

#include "domain/base/ascii.hpp"
#include "server/app.hpp"
#include "server/commands/adopt.hpp"
#include "server/commands/analyze.hpp"
#include "server/commands/migrate.hpp"
#include "server/commands/open.hpp"
#include "server/commands/scrub.hpp"
#include "server/commands/token.hpp"
#include "server/options/load.hpp"
#include "server/options/option_table.hpp"
#include "server/version.hpp"

#include <algorithm>
#include <exception>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <unistd.h>

namespace lectern {
namespace {

using options::Settings;

constexpr int done = 0;
constexpr int not_done = 1;
constexpr int wrong_arguments = 2;

options::Sources environment() {
    options::Sources sources;
    for (char** variable = environ; *variable; ++variable) {
        const std::string text = *variable;
        const std::size_t equals = std::min(text.find('='), text.size());
        sources.environment.emplace_back(text.substr(0, equals),
                                         text.substr(std::min(equals + 1, text.size())));
    }
    return sources;
}

// Adds the options table to a command as flags, and keeps the values that were given.
class OptionFlags {
public:
    explicit OptionFlags(CLI::App& command) : command_(command) {
        command.add_option("--config", file_, "TOML file with options")->envname("LECTERN_CONFIG");
        for (const options::Option& option : options::option_table()) {
            std::string help = option.help + " (" + option.type;
            if (!option.fallback.empty()) help += "; default " + option.fallback;
            command.add_option(option.flag, values_[option.flag], help + "; " + option.environment() + ")")
                ->type_name("");
        }
    }

    options::Loaded load() const {
        options::Sources sources = environment();
        sources.file = file_;
        for (const auto& [flag, value] : values_)
            if (command_.count(flag) > 0) sources.flags.emplace_back(flag, value);
        return options::load(sources);
    }

private:
    CLI::App& command_;
    std::string file_;
    std::map<std::string, std::string> values_;
};

// Names the arguments that no command takes. Values are not repeated, because they may be passwords.
std::string describe_unknown(int argc, char** argv) {
    std::string text = "Some arguments are not understood. Given were:";
    bool only_commands = true;  // so far
    for (int i = 1; i < argc; ++i) {
        const std::string argument = argv[i];
        const bool is_flag = argument.starts_with("--");
        only_commands = only_commands && !is_flag && argument.size() <= 20 &&
                        std::all_of(argument.begin(), argument.end(), ascii::is_letter);
        text += " " + (is_flag         ? argument.substr(0, argument.find('='))
                       : only_commands ? argument
                                       : std::string("..."));
    }
    return text + "\nRun with --help for more information.\n";
}

// The program's commands. Exactly one of them is run.
class Program {
public:
    Program() { app_.require_subcommand(1); }

    // Adds a command that only groups other commands.
    CLI::App& group(const std::string& name, const std::string& help) {
        CLI::App& command = *app_.add_subcommand(name, help);
        command.require_subcommand(1);
        return command;
    }

    // `action` returns the exit code. If it throws, the exit code is `failed`.
    CLI::App& add(const std::string& name, const std::string& help, std::function<int()> action) {
        CLI::App& command = *app_.add_subcommand(name, help);
        commands_.push_back({&command, name, std::move(action), not_done});
        return command;
    }
    CLI::App& add_with_options(CLI::App& parent, const std::string& name, const std::string& help,
                               std::function<int(const Settings&)> action, int failed = not_done) {
        CLI::App& command = *parent.add_subcommand(name, help);
        const auto flags = std::make_shared<OptionFlags>(command);
        commands_.push_back({&command, &parent == &app_ ? name : parent.get_name() + " " + name,
                             [flags, action = std::move(action)] {
                                 const options::Loaded loaded = flags->load();
                                 for (const std::string& mistake : loaded.mistakes)
                                     std::cerr << "lectern: " << mistake << "\n";
                                 return loaded.settings ? action(*loaded.settings) : wrong_arguments;
                             },
                             failed});
        return command;
    }
    CLI::App& add_with_options(const std::string& name, const std::string& help,
                               std::function<int(const Settings&)> action, int failed = not_done) {
        return add_with_options(app_, name, help, std::move(action), failed);
    }

    int run(int argc, char** argv) {
        try {
            app_.parse(argc, argv);
        } catch (const CLI::ExtrasError&) {
            std::cerr << describe_unknown(argc, argv);
            return wrong_arguments;
        } catch (const CLI::ParseError& error) {
            return app_.exit(error) == 0 ? done : wrong_arguments;  // 0: the help was printed
        }
        for (const Command& command : commands_)
            if (command.app->parsed()) return run(command);
        return wrong_arguments;
    }

private:
    struct Command {
        CLI::App* app;
        std::string name;  // "token create"
        std::function<int()> action;
        int failed;
    };

    static int run(const Command& command) {
        try {
            return command.action();
        } catch (const std::exception& error) {
            std::cerr << "lectern " << command.name << ": " << error.what() << "\n";
            return command.failed;
        }
    }

    CLI::App app_{"Lectern turns lecture recordings into short, streamable topic clips.", "lectern"};
    std::vector<Command> commands_;
};

CLI::IsMember is_role() {
    return CLI::IsMember({"admin", "teacher", "viewer"});
}

void add_open(Program& program) {
    const auto wanted = std::make_shared<commands::NewToken>();
    wanted->role = "teacher";
    wanted->name = "lectern open";
    CLI::App& open = program.add_with_options(
        "open", "Print the address of the pages; if tokens are required, one that logs in with a new token",
        [wanted](const Settings& settings) {
            commands::open(settings, *wanted, std::cout);
            return done;
        });
    open.add_option("--role", wanted->role, "Of the new token: admin, teacher (the default) or viewer")
        ->check(is_role());
    open.add_option("--name", wanted->name, "Of the new token: whose it is");
}

void add_token_commands(Program& program) {
    CLI::App& token = program.group("token", "Create, list and revoke access tokens");

    const auto wanted = std::make_shared<commands::NewToken>();
    CLI::App& create =
        program.add_with_options(token, "create", "Create a token and print it; it is not shown again",
                                 [wanted](const Settings& settings) {
                                     commands::create_token(settings, *wanted, std::cout);
                                     return done;
                                 });
    create.add_option("--role", wanted->role, "admin, teacher or viewer")->required()->check(is_role());
    create.add_option("--name", wanted->name, "Whose token it is");
    create.add_option("--client", wanted->client, "Bind the token to the data of one client");

    program.add_with_options(token, "list", "List tokens with their last use", [](const Settings& settings) {
        commands::list_tokens(settings, std::cout);
        return done;
    });

    const auto id = std::make_shared<std::string>();
    CLI::App& revoke =
        program.add_with_options(token, "revoke", "Revoke a token", [id](const Settings& settings) {
            commands::revoke_token(settings, *id, std::cout);
            return done;
        });
    revoke.add_option("id", *id, "The token's id, as listed")->required();
}

void add_scrub(Program& program) {
    const auto order = std::make_shared<commands::ScrubOrder>();
    CLI::App& scrub = program.add_with_options(
        "scrub", "Compare the database with the files; exit code 0: no faults, 1: faults, 2: not possible",
        [order](const Settings& settings) {
            return commands::scrub(settings, *order, std::cout) ? done : not_done;
        },
        2);
    scrub.add_flag("--repair", order->repair,
                   "Repair what can be repaired; needs a stopped server and destroys nothing");
    scrub.add_flag("--json", order->json, "Print the report as JSON");
    scrub.add_flag("--sizes-only", order->sizes_only,
                   "Compare only the sizes of the files; do not read the files");
}

void add_analyze(Program& program) {
    const auto transcript = std::make_shared<std::string>();
    CLI::App& analyze =
        program.add("analyze", "Find the topics of a transcript (JSON) and print them as JSON", [transcript] {
            commands::analyze(*transcript, std::cout);
            return done;
        });
    analyze
        .add_option("transcript", *transcript,
                    "File with {\"segments\": [{\"start\", \"end\", \"text\"}]}; - is standard input")
        ->required();
}

void add_config(Program& program) {
    const auto markdown = std::make_shared<bool>(false);
    CLI::App& config = program.add("config", "Print an example configuration file", [markdown] {
        std::cout << (*markdown ? options::markdown_table() : options::example_file());
        return done;
    });
    config.add_flag("--markdown", *markdown, "Print the table of the README");
}

}  // namespace

int run_command_line(int argc, char** argv) {
    Program program;
    program.add_with_options("serve", "Run the server until a signal stops it",
                             [](const Settings& settings) { return serve(settings, std::cout); });
    program.add_with_options("migrate", "Bring the schema of the database to the newest version",
                             [](const Settings& settings) {
                                 commands::migrate(settings, std::cout);
                                 return done;
                             });
    program.add_with_options("adopt",
                             "Make the database and the state folder belong together, after a restore",
                             [](const Settings& settings) {
                                 commands::adopt(settings, std::cout);
                                 return done;
                             });
    add_open(program);
    add_token_commands(program);
    add_scrub(program);
    add_analyze(program);
    add_config(program);
    program.add("version", "Print the version", [] {
        std::cout << "lectern " << version << "\n";
        return done;
    });
    return program.run(argc, argv);
}

}  // namespace lectern
