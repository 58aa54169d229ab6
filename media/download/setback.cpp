#include "media/download/setback.hpp"

namespace lectern::media {

void throw_exception_from_error(const Setback& setback, const boost::source_location& where) {
    throw_exception_from_error(setback.failure, where);
}

Setback give_up(Failure failure) {
    return {std::move(failure), false, {}};
}

Setback try_again(std::string message, std::string detail, std::optional<std::chrono::seconds> wait) {
    return {Failure::transient(std::move(message), std::move(detail), wait), true, wait};
}

Setback host_refuses(std::string message, std::string detail, std::optional<std::chrono::seconds> wait) {
    return {Failure::host_refuses(std::move(message), std::move(detail), wait), true, wait};
}

Setback sends_too_slowly(const std::string& host, std::string detail) {
    Setback setback = try_again(host + " sends nothing, or so slowly that the recording would never be here.",
                                std::move(detail));
    setback.too_slow = true;
    return setback;
}

Setback setback_of(const HttpError& error, const std::string& host) {
    const std::string detail = std::string(to_text(error.kind)) + ": " + error.detail;
    switch (error.kind) {
        case HttpErrorKind::cancelled:
            return give_up(Failure::cancelled());
        case HttpErrorKind::bad_url:
        case HttpErrorKind::forbidden_address:
            return give_up(
                Failure::permanent("The link leads to an address that this server does not visit.", detail));
        case HttpErrorKind::untrusted:
            return give_up(
                Failure::permanent("The certificate of " + host + " is not trusted by this server.", detail));
        case HttpErrorKind::too_large:
            return give_up(
                Failure::permanent("The answer of " + host + " is larger than this server accepts.", detail));
        case HttpErrorKind::resolve:
        case HttpErrorKind::connect:
            return host_refuses(host + " cannot be reached at the moment.", detail);
        case HttpErrorKind::stalled:
            return sends_too_slowly(host, detail);
        case HttpErrorKind::timeout:
            return try_again(host + " stopped sending.", detail);
        case HttpErrorKind::cut:
        case HttpErrorKind::protocol:
        case HttpErrorKind::refused_by_caller:
            break;
    }
    return try_again("The connection to " + host + " broke.", detail);
}

}  // namespace lectern::media
