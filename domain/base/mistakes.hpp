#pragma once

#include "domain/base/error.hpp"

#include <optional>
#include <string>
#include <unordered_set>
#include <utility>

namespace lectern {

// Gathers all mistakes of one request, so that one answer lists them all. The result of each check is added
// as a whole. A mistake is left out if an earlier check refused the same field. After an error without fields
// (the body is not JSON or has another type) nothing more is added. For one thread.
class Mistakes {
public:
    // `message` continues the field's name: "must be greater than start", in lower case, without a full stop.
    void add(std::string path, std::string message);
    void add(Error error);
    template<class T>
    void add(const Result<T>& checked) {
        if (checked.has_error()) add(checked.error());
    }

    bool any() const { return error_.has_value(); }
    // The first error that was added, with the fields of all errors. Call it only if any() is true.
    const Error& error() const { return error_.value(); }
    // Success if there are no mistakes, else error().
    Result<> result() const;

private:
    std::optional<Error> error_;
    std::unordered_set<std::string> refused_;  // the paths in error_
};

}  // namespace lectern
