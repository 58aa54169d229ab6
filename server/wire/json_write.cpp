#include "server/wire/json.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include <boost/json.hpp>

namespace lectern::wire {
namespace {

// Numbers have at most six places behind the point: microseconds, where they are seconds. Larger ones have no
// exact places there.
constexpr double decimals = 1e6;
constexpr double most_rounded = 1e9;

// Appends the text directly: no tree of values is built for each poll, and numbers keep their plain form
// (120.5, not 1.205E2).
class Writer final : public Fields {
public:
    Writer(std::string& out, std::string_view public_url) : out_(out), public_url_(public_url) {}

    void text(std::string_view name, std::string& value, const TextRule& rule) override {
        key(name);
        rule.address ? address(value) : quote(value);
    }
    void text(std::string_view name, std::optional<std::string>& value, const TextRule& rule) override {
        if (value) return text(name, *value, rule);
        key(name);
        null();
    }
    void integer(std::string_view name, std::int64_t& value, const NumberRule&) override {
        key(name);
        digits(value);
    }
    void integer(std::string_view name, std::optional<std::int64_t>& value, const NumberRule&) override {
        key(name);
        value ? digits(*value) : null();
    }
    void number(std::string_view name, double& value, const NumberRule&) override {
        key(name);
        real(value);
    }
    void number(std::string_view name, std::optional<double>& value, const NumberRule&) override {
        key(name);
        value ? real(*value) : null();
    }
    void truth(std::string_view name, bool& value, const FieldRule&) override {
        key(name);
        out_ += value ? "true" : "false";
    }
    void time(std::string_view name, Timestamp& value, const FieldRule&) override {
        key(name);
        moment(value);
    }
    void time(std::string_view name, std::optional<Timestamp>& value, const FieldRule&) override {
        key(name);
        value ? moment(*value) : null();
    }
    void uuid(std::string_view name, std::string& value, const FieldRule&) override {
        key(name);
        quote(value);
    }
    void uuid(std::string_view name, std::optional<std::string>& value, const FieldRule&) override {
        key(name);
        value ? quote(*value) : null();
    }
    void texts(std::string_view name, std::vector<std::string>& values, const ListRule&,
               const TextRule&) override {
        key(name);
        out_ += '[';
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (i) out_ += ',';
            quote(values[i]);
        }
        out_ += ']';
    }
    void texts(std::string_view name, std::optional<std::vector<std::optional<std::string>>>& values,
               const ListRule&, const TextRule&) override {
        key(name);
        if (!values) return null();
        out_ += '[';
        for (std::size_t i = 0; i < values->size(); ++i) {
            if (i) out_ += ',';
            (*values)[i] ? quote(*(*values)[i]) : null();
        }
        out_ += ']';
    }

protected:
    void visit_object(std::string_view name, ObjectAccess& access) override {
        key(name);
        if (!access.present()) {
            out_ += "null";
            return;
        }
        out_ += '{';
        Writer inner(out_, public_url_);
        access.describe(inner);
        out_ += '}';
    }
    void visit_list(std::string_view name, ListAccess& access, const ListRule&) override {
        key(name);
        out_ += '[';
        for (std::size_t i = 0; i < access.size(); ++i) {
            if (i) out_ += ',';
            out_ += '{';
            Writer item(out_, public_url_);
            access.describe_item(i, item);
            out_ += '}';
        }
        out_ += ']';
    }

private:
    void key(std::string_view name) {
        if (!first_) out_ += ',';
        first_ = false;
        out_ += '"';
        out_ += name;
        out_ += "\":";
    }
    void null() { out_ += "null"; }
    void moment(Timestamp value) { out_ += '"' + to_rfc3339(value) + '"'; }
    void quote(const std::string& text) {
        const bool plain = std::none_of(text.begin(), text.end(), [](unsigned char c) {
            return c < 0x20 || c == '"' || c == '\\' || c == 0x7F;
        });
        if (!plain) {
            out_ += boost::json::serialize(boost::json::string_view(text));
            return;
        }
        out_ += '"';
        out_ += text;
        out_ += '"';
    }
    void address(const std::string& path) { quote(std::string(public_url_) + path); }
    void digits(std::int64_t number) {
        char buffer[24];
        out_.append(buffer, std::to_chars(buffer, buffer + sizeof buffer, number).ptr);
    }
    // Without the traces of arithmetic: 200.16, not 200.16000000000005.
    void real(double number) {
        if (!std::isfinite(number)) return null();
        if (std::abs(number) < most_rounded) number = std::round(number * decimals) / decimals + 0.0;
        char buffer[400];  // the longest plain form of a double fits
        out_.append(buffer,
                    std::to_chars(buffer, buffer + sizeof buffer, number, std::chars_format::fixed).ptr);
    }

    std::string& out_;
    const std::string_view public_url_;
    bool first_ = true;
};

}  // namespace

std::string write_json(const Describe& describe, std::string_view public_url) {
    std::string text = "{";
    Writer writer(text, public_url);
    describe(writer);
    text += '}';
    return text;
}

}  // namespace lectern::wire
