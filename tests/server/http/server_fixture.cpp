#include "tests/server/http/server_fixture.hpp"

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <thread>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <sys/mman.h>
#include <unistd.h>

namespace lectern::http::test {
namespace {

constexpr auto patience = std::chrono::seconds(20);

template<class T, class Free>
std::unique_ptr<T, Free> own(T* pointer, Free free) {
    if (pointer == nullptr) throw std::runtime_error("OpenSSL made nothing");
    return {pointer, free};
}

template<class Write>
void write_pem(const std::string& file, Write write) {
    FILE* out = std::fopen(file.c_str(), "w");
    if (out == nullptr) throw std::runtime_error("cannot write " + file);
    write(out);
    std::fclose(out);
}

}  // namespace

Certificate::Certificate(const std::string& common_name) {
    replace(common_name);
}

void Certificate::replace(const std::string& common_name) {
    const auto key = own(EVP_EC_gen("P-256"), EVP_PKEY_free);
    const auto x509 = own(X509_new(), X509_free);
    X509_set_version(x509.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(x509.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(x509.get()), -3600);
    X509_gmtime_adj(X509_getm_notAfter(x509.get()), 86400);
    X509_set_pubkey(x509.get(), key.get());
    X509_NAME* name = X509_get_subject_name(x509.get());
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>(common_name.c_str()), -1, -1, 0);
    X509_set_issuer_name(x509.get(), name);
    X509_sign(x509.get(), key.get(), EVP_sha256());
    write_pem(certificate(), [&](FILE* out) { PEM_write_X509(out, x509.get()); });
    write_pem(this->key(), [&](FILE* out) {
        PEM_write_PrivateKey(out, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    });
}

void Gate::arrive_and_wait() {
    std::unique_lock lock(mutex_);
    arrived_ = true;
    changed_.notify_all();
    changed_.wait(lock, [this] { return open_; });
}

void Gate::wait_for_arrival() {
    std::unique_lock lock(mutex_);
    if (!changed_.wait_for(lock, patience, [this] { return arrived_; })) {
        throw std::runtime_error("the handler was never reached");
    }
}

void Gate::open() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    changed_.notify_all();
}

FileBody make_file(const std::string& content) {
    UniqueFd fd(::memfd_create("lectern-test", MFD_CLOEXEC));
    if (!fd) throw std::runtime_error("memfd_create");
    for (std::size_t done = 0; done < content.size();) {
        const ssize_t written = ::write(fd.get(), content.data() + done, content.size() - done);
        if (written <= 0) throw std::runtime_error("write");
        done += static_cast<std::size_t>(written);
    }
    FileBody file;
    file.file = std::make_shared<const ServedFile>(ServedFile::mapped(std::move(fd)));
    file.size = content.size();
    file.etag = "\"v1\"";
    file.last_modified = 784111777;
    return file;
}

std::string pattern_bytes(std::size_t size) {
    std::string bytes(size, '\0');
    std::uint32_t state = 12345;
    for (char& c : bytes) {
        state = state * 1664525u + 1013904223u;
        c = static_cast<char>(state >> 24);
    }
    return bytes;
}

ServerTest::ServerTest() {
    options.port = 0;
    options.io_threads = 2;
    hooks.error = [this](std::string_view message) {
        const std::lock_guard lock(mutex_);
        errors_.emplace_back(message);
    };
    hooks.access = [this](const AccessRecord& record) {
        const std::lock_guard lock(mutex_);
        log_.push_back({std::string(record.method), std::string(record.target), std::string(record.pattern),
                        std::string(record.request_id), std::string(record.peer),
                        std::string(record.token_id), record.status, record.bytes, record.completed});
        changed_.notify_all();
    };
}

ServerTest::~ServerTest() {
    gate.open();
    stop();
}

void ServerTest::start() {
    server = std::make_unique<Server>(options, router, authorize, hooks);
    server->start();
}

void ServerTest::stop() {
    server.reset();
}

std::vector<std::string> ServerTest::errors() const {
    const std::lock_guard lock(mutex_);
    return errors_;
}

void ServerTest::wait_until(const std::function<bool(const Server::Counters&)>& condition) const {
    const auto end = std::chrono::steady_clock::now() + patience;
    while (!condition(server->counters())) {
        if (std::chrono::steady_clock::now() > end) throw std::runtime_error("the counters never got there");
        std::this_thread::yield();
    }
}

void ServerTest::add(Method method, std::string pattern, Handler handler,
                     const std::function<void(Route&)>& change) {
    Route route{};
    route.method = method;
    route.pattern = std::move(pattern);
    route.handler = std::move(handler);
    if (change) change(route);
    router.add(std::move(route));
}

std::vector<ServerTest::Logged> ServerTest::wait_for_log(std::size_t count) {
    std::unique_lock lock(mutex_);
    if (!changed_.wait_for(lock, patience, [&] { return log_.size() >= count; })) {
        throw std::runtime_error("the requests were never logged");
    }
    return log_;
}

}  // namespace lectern::http::test
