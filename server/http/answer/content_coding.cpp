#include "server/http/answer/content_coding.hpp"

#include "domain/base/ascii.hpp"
#include "server/http/parse/field_list.hpp"

#include <charconv>
#include <memory>
#include <new>
#include <optional>

#include <libdeflate.h>

namespace lectern::http {
namespace {

// On JSON the fastest level compresses nearly as well as the others, in at most a third of their time.
constexpr int level = 1;

// A weight ("q=0", "q=0.5", "q=1.000") in thousandths; 1000 without one; nullopt if it is malformed.
std::optional<int> parse_weight(std::string_view parameters) {
    if (parameters.empty()) return 1000;
    std::string_view rest = parameters;
    const std::string_view name = take_item(rest, '=');
    if (!ascii::equal_ignoring_case(name, "q")) return std::nullopt;
    const std::string_view value = ascii::trimmed(rest, optional_space);
    if (value.empty() || value.size() > 5 || (value[0] != '0' && value[0] != '1')) return std::nullopt;
    int thousandths = (value[0] - '0') * 1000;
    if (value.size() > 1 && value[1] != '.') return std::nullopt;
    int unit = 100;
    for (const char digit : value.substr(std::min<std::size_t>(2, value.size()))) {
        if (!ascii::is_digit(digit)) return std::nullopt;
        thousandths += (digit - '0') * unit;
        unit /= 10;
    }
    if (thousandths > 1000) return std::nullopt;
    return thousandths;
}

struct FreeCompressor {
    void operator()(libdeflate_compressor* compressor) const { libdeflate_free_compressor(compressor); }
};

libdeflate_compressor& compressor_of_this_thread() {
    thread_local const std::unique_ptr<libdeflate_compressor, FreeCompressor> made(
        libdeflate_alloc_compressor(level));
    if (!made) throw std::bad_alloc();
    return *made;
}

}  // namespace

AcceptedCodings accepted_codings(const Fields& request) {
    std::optional<int> gzip_weight, identity_weight, other_weight;
    for (const std::string_view value : request.values("Accept-Encoding")) {
        for (std::string_view rest = value; !rest.empty();) {
            std::string_view item = take_item(rest, ',');
            const std::string_view coding = take_item(item, ';');
            const auto weight = parse_weight(ascii::trimmed(item, optional_space));
            if (!weight) continue;
            if (ascii::equal_ignoring_case(coding, "gzip") || ascii::equal_ignoring_case(coding, "x-gzip")) {
                gzip_weight = weight;
            } else if (ascii::equal_ignoring_case(coding, "identity")) {
                identity_weight = weight;
            } else if (coding == "*") {
                other_weight = weight;
            }
        }
    }
    AcceptedCodings accepted;
    const int gzip_preferred = gzip_weight.value_or(other_weight.value_or(0));
    // A plain body that is not named is accepted, but preferred less than what is named; "*;q=0" excludes it.
    accepted.identity = identity_weight.value_or(other_weight.value_or(1)) > 0;
    accepted.gzip = gzip_preferred > 0 && gzip_preferred >= identity_weight.value_or(0);
    return accepted;
}

std::string gzip(std::string_view text) {
    libdeflate_compressor& compressor = compressor_of_this_thread();
    std::string packed(libdeflate_gzip_compress_bound(&compressor, text.size()), '\0');
    const std::size_t size =
        libdeflate_gzip_compress(&compressor, text.data(), text.size(), packed.data(), packed.size());
    if (size == 0) throw std::length_error("gzip needs more room than it announced");
    packed.resize(size);
    return packed;
}

}  // namespace lectern::http
