#pragma once

#include "domain/job/failure.hpp"
#include "media/download/arrival.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace lectern::media {

// What a download fills. Used by one thread.
class Receiver {
public:
    virtual ~Receiver() = default;

    virtual const Arrival& arrival() const = 0;
    virtual std::int64_t highest() const = 0;  // the most bytes that were ever here in this fetch

    // A body begins: from byte 0, or where the bytes that are here end. Checks the cap and reserves space.
    virtual Outcome<> begin(const Arrival& arrival) = 0;
    virtual Outcome<> write(std::string_view bytes) = 0;
    virtual void restart() = 0;  // drops everything that is here
    virtual void expect_total(std::int64_t total) = 0;
    // How the source calls it, as far as it does.
    virtual void describe(std::string name, std::string type) = 0;
    // A try has ended without success: what is here is made durable, if a later attempt can go on with it.
    virtual void pause() = 0;
};

}  // namespace lectern::media
