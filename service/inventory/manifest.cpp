#include "service/inventory/manifest.h"

#include <algorithm>

namespace kigen::inventory {
namespace {

constexpr std::size_t kEntryBytes = 16;

std::uint64_t read_word(const std::uint8_t* bytes) {
  std::uint64_t word = 0;
  for (unsigned i = 0; i < 8; ++i) word |= std::uint64_t{bytes[i]} << (8 * i);
  return word;
}

void write_word(std::vector<std::uint8_t>& out, std::uint64_t word) {
  for (unsigned i = 0; i < 8; ++i) out.push_back(static_cast<std::uint8_t>(word >> (8 * i)));
}

}  // namespace

Manifest::Manifest(const ManifestChunks& chunks) {
  std::size_t bytes = 0;
  for (const auto& chunk : chunks) bytes += chunk.size();
  entries_.reserve(bytes / kEntryBytes);
  for (const auto& chunk : chunks) {
    for (std::size_t at = 0; at + kEntryBytes <= chunk.size(); at += kEntryBytes) {
      entries_.push_back({read_word(chunk.data() + at), read_word(chunk.data() + at + 8)});
    }
  }
}

std::optional<std::size_t> Manifest::find(std::uint64_t key) {
  if (next_ < entries_.size() && entries_[next_].key == key) return next_++;
  if (index_.empty()) {
    index_.reserve(entries_.size());
    for (std::size_t i = 0; i < entries_.size(); ++i) index_.emplace(entries_[i].key, i);
  }
  const auto found = index_.find(key);
  if (found == index_.end()) return std::nullopt;
  next_ = found->second + 1;
  return found->second;
}

ManifestChunks Manifest::to_chunks(const std::vector<ManifestEntry>& entries) {
  ManifestChunks chunks;
  for (std::size_t start = 0; start < entries.size(); start += kEntriesPerChunk) {
    std::vector<std::uint8_t>& chunk = chunks.emplace_back();
    const std::size_t end = std::min(entries.size(), start + kEntriesPerChunk);
    chunk.reserve((end - start) * kEntryBytes);
    for (std::size_t i = start; i < end; ++i) {
      write_word(chunk, entries[i].key);
      write_word(chunk, entries[i].stamp);
    }
  }
  return chunks;
}

}  // namespace kigen::inventory
