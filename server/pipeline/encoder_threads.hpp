#pragma once

#include <mutex>

namespace lectern::pipeline {

// Shares the cores among the encoders that run in this process: one alone gets all of them, several get
// equal parts. So many clips at once need no more threads, and no more memory for the frames that these
// hold, than the cores are worth. The number of encoders is bounded by the workers (jobs.workers).
// Thread-safe; outlives its shares.
class EncoderThreads {
public:
    // `each`: threads for each encoder, whatever runs beside it (cut.threads); 0: a share of `cores`.
    // `workers`: how many encoders can run at once. Both at least 1.
    EncoderThreads(int each, int cores, int workers);

    // The part of one encoder, which exists as long as it runs.
    class Share {
    public:
        // `waiting`: how many more encoders will begin as soon as there is a worker for them; at least 0.
        Share(EncoderThreads& threads, int waiting);
        ~Share();
        Share(const Share&) = delete;
        Share& operator=(const Share&) = delete;

        // How many threads to begin with; 1..16. Encoders that begin later do not change it.
        int threads() const { return number_; }

    private:
        EncoderThreads& all_;
        int number_ = 1;
    };

private:
    const int each_, cores_, workers_;
    std::mutex mutex_;
    int running_ = 0;
};

}  // namespace lectern::pipeline
