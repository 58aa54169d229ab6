#include "tests/media/speech/spoken_recording.hpp"

#include "media/speech/remote/wav.hpp"
#include "tests/media/support/memory_file.hpp"

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace lectern::media {
namespace {

const std::string folder = "/usr/share/pocketsphinx/test/data/librivox/";
const std::string prefix = "sense_and_sensibility_01_austen_64kb-";

std::ifstream open_data(const std::string& name) {
    std::ifstream file(folder + name, std::ios::binary);
    if (!file) throw std::runtime_error(folder + name + " is missing: apt-get install pocketsphinx-testdata");
    return file;
}

std::vector<std::string> words_of(const std::string& text) {
    std::string plain;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        plain += std::isalnum(byte) != 0 ? static_cast<char>(std::tolower(byte)) : c == '\'' ? '\'' : ' ';
    }
    std::istringstream stream(plain);
    std::vector<std::string> words;
    for (std::string word; stream >> word;)
        words.push_back(word == "mr" ? "mister" : word);
    return words;
}

}  // namespace

const std::vector<std::string> passages = {"0870", "0880", "0890", "0920", "0930"};

std::vector<float> spoken_passage(const std::string& name) {
    std::ifstream file = open_data(prefix + name + ".wav");
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    std::vector<float> samples;
    for (std::size_t i = 44; i + 1 < bytes.size(); i += 2) {
        const auto low = static_cast<std::uint8_t>(bytes[i]);
        const auto high = static_cast<std::uint8_t>(bytes[i + 1]);
        samples.push_back(static_cast<float>(static_cast<std::int16_t>(high << 8 | low)) / 32768);
    }
    return samples;
}

std::string passage_text(const std::string& name) {
    std::ifstream file = open_data("transcription");
    for (std::string line; std::getline(file, line);) {
        if (line.find(prefix + name) == std::string::npos) continue;
        const std::size_t begin = line.find("<s>") + 3;
        return line.substr(begin, line.find("</s>") - begin);
    }
    throw std::runtime_error("no text of passage " + name);
}

UniqueFd recording_of(const std::vector<float>& samples) {
    return test::make_file(to_wav(samples));
}

double word_error_rate(const std::string& said, const std::string& heard) {
    const auto reference = words_of(said);
    const auto hypothesis = words_of(heard);
    std::vector<std::size_t> row(hypothesis.size() + 1);
    for (std::size_t j = 0; j < row.size(); ++j)
        row[j] = j;
    for (std::size_t i = 1; i <= reference.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j < row.size(); ++j) {
            const std::size_t change = diagonal + (reference[i - 1] == hypothesis[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({change, row[j] + 1, row[j - 1] + 1});
        }
    }
    return static_cast<double>(row.back()) / static_cast<double>(reference.size());
}

}  // namespace lectern::media
