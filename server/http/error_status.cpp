#include "server/http/error_status.hpp"

namespace lectern::http {

int status_of(ErrorCode code) {
    switch (code) {
        case ErrorCode::invalid:
            return 400;
        case ErrorCode::duplicate:
            return 400;
        case ErrorCode::unauthenticated:
            return 401;
        case ErrorCode::forbidden:
            return 403;
        case ErrorCode::not_found:
            return 404;
        case ErrorCode::conflict:
            return 409;
        case ErrorCode::outdated:
            return 412;
        case ErrorCode::too_large:
            return 413;
        case ErrorCode::unsupported_type:
            return 415;
        case ErrorCode::busy:
            return 503;
        case ErrorCode::too_many:
            return 429;
        case ErrorCode::storage_full:
            return 507;
    }
    return 500;
}

}  // namespace lectern::http
