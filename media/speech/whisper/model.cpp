#include "media/speech/whisper/model.hpp"

#include "domain/base/digest.hpp"
#include "domain/base/unique_fd.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <whisper.h>

namespace lectern::media {
namespace {

thread_local std::string complaint;

void keep_complaint(ggml_log_level level, const char* text, void*) {
    if (level < GGML_LOG_LEVEL_WARN || level == GGML_LOG_LEVEL_CONT) return;
    complaint = text;
    while (complaint.ends_with('\n'))
        complaint.pop_back();
}

// By default the library logs to stderr.
void redirect_log() {
    static const bool done = [] {
        whisper_log_set(keep_complaint, nullptr);
        return true;
    }();
    static_cast<void>(done);
}

Failure damaged(std::string detail) {
    return Failure::permanent(
        "The file of the speech model is damaged or not a Whisper model in ggml format. Run "
        "scripts/install-whisper to "
        "get the default one again, or set speech.model to another file.",
        std::move(detail));
}

// Reads a file sequentially, and remembers whether a read got fewer bytes than it asked for.
class ModelFile {
public:
    explicit ModelFile(UniqueFd fd) : fd_(std::move(fd)) {}

    std::size_t read(void* to, std::size_t bytes) {
        std::size_t got = 0;
        while (got < bytes) {
            const ssize_t n = ::read(fd_.get(), static_cast<char*>(to) + got, bytes - got);
            if (n < 0 && errno == EINTR) continue;
            if (n <= 0) break;
            got += static_cast<std::size_t>(n);
        }
        at_end_ = got < bytes;
        // A read of zero bytes is the normal end of the list of tensors.
        if (at_end_ && got > 0) torn_ = true;
        return got;
    }
    void rewind() {
        ::lseek(fd_.get(), 0, SEEK_SET);
        at_end_ = torn_ = false;
    }
    std::int64_t size() const {
        struct stat info {};
        return ::fstat(fd_.get(), &info) == 0 ? info.st_size : 0;
    }
    bool at_end() const { return at_end_; }
    bool torn() const { return torn_; }

private:
    UniqueFd fd_;
    bool at_end_ = false;
    bool torn_ = false;
};

Outcome<std::string> sha256_of(ModelFile& file, const WorkControl& control) {
    Digest digest(Digest::Algorithm::sha256);
    std::vector<char> block(1 << 20);
    for (;;) {
        if (control.stop.stop_requested()) return Failure::cancelled();
        const std::size_t got = file.read(block.data(), block.size());
        digest.update({block.data(), got});
        if (got < block.size()) break;
    }
    file.rewind();
    return digest.hex();
}

// Checks the header first, because the library stops the process for many wrong values.
bool is_plausible(ModelFile& file) {
    std::array<std::int32_t, 12> header{};
    const bool complete = file.read(header.data(), sizeof header) == sizeof header;
    file.rewind();
    const auto within = [](std::int32_t value, std::int32_t least, std::int32_t most) {
        return least <= value && value <= most;
    };
    constexpr std::int64_t smallest = 8 << 20;                                // bytes; all models are larger
    return complete && file.size() >= smallest && header[0] == 0x67676d6c &&  // "ggml"
           within(header[1], 50'000, 60'000) &&                               // vocabulary
           within(header[2], 100, 3000) && within(header[3], 64, 4096) && within(header[4], 1, 64) &&
           within(header[5], 1, 64) && within(header[6], 64, 4096) && header[7] == header[3] &&
           within(header[8], 1, 64) && within(header[9], 1, 64) && within(header[10], 40, 256) &&
           within(header[11], 0, 10'000);
}

}  // namespace

void FreeWhisper::operator()(whisper_context* context) const {
    whisper_free(context);
}
void FreeWhisper::operator()(whisper_state* state) const {
    whisper_free_state(state);
}

std::string take_whisper_complaint() {
    return std::exchange(complaint, {});
}

std::optional<Failure> missing_model(const std::filesystem::path& path) {
    const UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    struct stat info {};
    if (fd && ::fstat(fd.get(), &info) == 0 && S_ISREG(info.st_mode)) return std::nullopt;
    const std::string reason = fd ? "not a regular file" : std::strerror(errno);
    return Failure::permanent(
        "The speech model is missing. Run scripts/install-whisper, or set speech.model to the file of a "
        "Whisper model "
        "in ggml format. A recording that brings subtitles needs none.",
        path.string() + ": " + reason);
}

Outcome<WhisperModel> load_model(const std::filesystem::path& path, const WorkControl& control) {
    redirect_log();
    if (auto missing = missing_model(path)) return std::move(*missing);
    ModelFile file{UniqueFd(::open(path.c_str(), O_RDONLY | O_CLOEXEC))};
    if (!is_plausible(file)) return damaged(path.string() + ": the header is not that of a model");

    std::string expected;
    if (std::ifstream(path.string() + ".sha256") >> expected) {
        const auto actual = sha256_of(file, control);
        if (!actual) return actual.error();
        if (*actual != expected)
            return damaged(path.string() + ": sha256 " + *actual + ", expected " + expected);
    }
    if (control.stop.stop_requested()) return Failure::cancelled();

    whisper_model_loader loader{};
    loader.context = &file;
    loader.read = [](void* self, void* to, std::size_t bytes) {
        return static_cast<ModelFile*>(self)->read(to, bytes);
    };
    loader.eof = [](void* self) { return static_cast<ModelFile*>(self)->at_end(); };
    loader.close = [](void*) {};
    whisper_context_params params = whisper_context_default_params();
    params.use_gpu = false;
    try {
        WhisperModel model(whisper_init_with_params_no_state(&loader, params));
        if (!model) return damaged(path.string() + ": " + take_whisper_complaint());
        if (file.torn()) return damaged(path.string() + ": the file ends too early");
        return model;
    } catch (const std::length_error&) {  // absurd sizes in the file
        return damaged(path.string() + ": absurd sizes");
    } catch (const std::bad_alloc&) {
        return Failure::transient("There is not enough memory for the speech model.", path.string());
    }
}

}  // namespace lectern::media
