#pragma once

namespace lectern {

// Which addresses a client may connect to.
enum class AddressPolicy {
    global_only,         // for links from users
    global_or_loopback,  // the same, and this machine: for a test server
    any,                 // for services that the operator has configured
};

}  // namespace lectern
