#include "server/log.hpp"

#include <array>
#include <charconv>
#include <memory>

#include <boost/json/serialize.hpp>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace lectern::log {
namespace {

// The message as a JSON string, with all characters escaped that need it.
class QuotedMessage final : public spdlog::custom_flag_formatter {
public:
    void format(const spdlog::details::log_msg& message, const std::tm&, spdlog::memory_buf_t& out) override {
        const std::string quoted =
            boost::json::serialize(boost::json::string_view(message.payload.data(), message.payload.size()));
        out.append(quoted.data(), quoted.data() + quoted.size());
    }
    std::unique_ptr<custom_flag_formatter> clone() const override {
        return std::make_unique<QuotedMessage>();
    }
};

std::shared_ptr<spdlog::logger> make_logger(bool json_lines) {
    auto logger =
        std::make_shared<spdlog::logger>("lectern", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    auto formatter = std::make_unique<spdlog::pattern_formatter>(spdlog::pattern_time_type::utc);
    if (json_lines) {
        formatter->add_flag<QuotedMessage>('*').set_pattern(
            R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l","message":%*})");
    } else {
        formatter->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %-5l %v");
    }
    logger->set_formatter(std::move(formatter));
    logger->flush_on(spdlog::level::info);
    return logger;
}

std::shared_ptr<spdlog::logger>& logger() {
    static std::shared_ptr<spdlog::logger> the_logger = make_logger(false);
    return the_logger;
}

spdlog::level::level_enum level_of(Level level) {
    switch (level) {
        case Level::debug:
            return spdlog::level::debug;
        case Level::info:
            return spdlog::level::info;
        case Level::warn:
            return spdlog::level::warn;
        case Level::error:
            break;
    }
    return spdlog::level::err;
}

template<class... Number>
void append_number(std::string& line, Number... number) {
    std::array<char, 512> digits;  // a double has at most 312 characters with one decimal place
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number...).ptr;
    line.append(digits.data(), end);
}

}  // namespace

void Value::append_to(std::string& line) const {
    switch (kind_) {
        case Kind::text:
            line += text_;
            break;
        case Kind::whole:
            append_number(line, whole_);
            break;
        case Kind::fraction:
            append_number(line, fraction_, std::chars_format::fixed, 1);
            break;
    }
}

void start(const std::string& level, bool json_lines) {
    logger() = make_logger(json_lines);
    logger()->set_level(spdlog::level::from_str(level));
}

void write(Level level, std::string_view format, std::initializer_list<Value> values) {
    if (!logger()->should_log(level_of(level))) return;
    std::string line;
    std::size_t at = 0;
    for (const Value& value : values) {
        const std::size_t place = format.find("{}", at);
        line += format.substr(at, place - at);
        value.append_to(line);
        at = place + 2;
    }
    line += format.substr(at);
    logger()->log(level_of(level), spdlog::string_view_t(line.data(), line.size()));
}

}  // namespace lectern::log
