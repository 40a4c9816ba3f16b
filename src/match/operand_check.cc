#include <cmath>
#include <cstring>

#include "json/strings.h"
#include "match/operand.h"
#include "match/text_list.h"

namespace tidegate {
bool is_text(std::string_view bytes) {
  const char* p = bytes.data();
  const char* end = p + bytes.size();
  while (p != end) {
    const auto lead = static_cast<unsigned char>(*p);
    if (lead < 0x80) {
      ++p;
      continue;
    }
    uint32_t length = utf8_sequence(p, end);
    const bool surrogate =
        lead == 0xED && end - p >= 3 && (p[1] & 0xE0) == 0xA0 && (p[2] & 0xC0) == 0x80;
    if (surrogate) length = 3;
    if (length == 0) return false;
    p += length;
  }
  return true;
}

namespace {

bool is_text_list(std::string_view bytes) {
  constexpr size_t kWord = sizeof(uint32_t);
  if (bytes.size() < kWord) return false;
  const auto count = read_plain<uint32_t>(bytes);
  if (count == 0 || count > (bytes.size() - kWord) / kWord) return false;
  uint32_t end = 0;
  for (uint32_t i = 0; i < count; ++i) {
    const auto next = read_plain<uint32_t>(bytes, kWord * (i + 1));
    if (next < end) return false;
    end = next;
  }
  return bytes.size() == kWord * (size_t{count} + 1) + end;
}

bool is_sorted_list(std::string_view bytes) {
  if (!is_text_list(bytes)) return false;
  const TextList list(bytes);
  for (uint32_t i = 0; i < list.size(); ++i) {
    if (!is_text(list[i]) || (i != 0 && list[i - 1] >= list[i])) return false;
  }
  return true;
}

// Fragments; only the first and the last may be empty.
bool is_wildcard(std::string_view bytes) {
  if (!is_text_list(bytes)) return false;
  const TextList fragments(bytes);
  for (uint32_t i = 0; i < fragments.size(); ++i) {
    const bool within = i != 0 && i + 1 != fragments.size();
    if ((within && fragments[i].empty()) || !is_text(fragments[i])) return false;
  }
  return true;
}

// A wildcard as it was written, byte by byte.
class WrittenWildcard {
 public:
  explicit WrittenWildcard(std::string_view operand) : fragments_(operand) {}

  // -1 at the end.
  int next() {
    if (escaped_ != 0) return take_escaped();
    if (at_ < fragments_[fragment_].size()) {
      const char byte = fragments_[fragment_][at_++];
      if (byte != '*' && byte != '\\') return static_cast<unsigned char>(byte);
      escaped_ = byte;
      return '\\';
    }
    if (fragment_ + 1 == fragments_.size()) return -1;
    ++fragment_;
    at_ = 0;
    return '*';
  }

 private:
  int take_escaped() {
    const char byte = escaped_;
    escaped_ = 0;
    return byte;
  }

  TextList fragments_;
  uint32_t fragment_ = 0;
  size_t at_ = 0;
  char escaped_ = 0;
};

bool is_written_before(std::string_view a, std::string_view b) {
  WrittenWildcard left(a);
  WrittenWildcard right(b);
  for (;;) {
    const int from_left = left.next();
    const int from_right = right.next();
    if (from_left != from_right) return from_left < from_right;
    if (from_left < 0) return false;
  }
}

bool is_wildcard_list(std::string_view bytes) {
  if (!is_text_list(bytes)) return false;
  const TextList list(bytes);
  for (uint32_t i = 0; i < list.size(); ++i) {
    if (!is_wildcard(list[i]) || (i != 0 && !is_written_before(list[i - 1], list[i]))) return false;
  }
  return true;
}

bool is_number(double number) {
  return std::isfinite(number) && !(number == 0 && std::signbit(number));
}

bool is_number_list(std::string_view bytes) {
  if (bytes.empty() || bytes.size() % sizeof(double) != 0) return false;
  for (size_t at = 0; at < bytes.size(); at += sizeof(double)) {
    const auto number = read_plain<double>(bytes, at);
    if (!is_number(number)) return false;
    if (at != 0 && read_plain<double>(bytes, at - sizeof(double)) >= number) return false;
  }
  return true;
}

bool is_range(std::string_view bytes) {
  if (bytes.size() != 2 * sizeof(double) + 2) return false;
  const auto low = read_plain<double>(bytes);
  const auto high = read_plain<double>(bytes, sizeof(double));
  return low <= high && static_cast<unsigned char>(bytes[2 * sizeof(double)]) <= 1 &&
         static_cast<unsigned char>(bytes[2 * sizeof(double) + 1]) <= 1;
}

// Without host bits.
bool is_block(std::string_view bytes) {
  if (bytes.size() != sizeof(AddressBlock)) return false;
  const auto block = read_plain<AddressBlock>(bytes);
  const AddressBlock bare = without_host_bits(block);
  return (block.base.size == 4 || block.base.size == 16) &&
         block.mask_bits <= block.base.size * 8 && std::memcmp(&bare, &block, sizeof(block)) == 0;
}

}  // namespace

bool is_operand(Operator op, std::string_view bytes) {
  switch (op) {
    case Operator::kEqualsString:
    case Operator::kEqualsToken:
    case Operator::kPrefix:
    case Operator::kSuffix:
    case Operator::kEqualsIgnoreCase:
    case Operator::kPrefixIgnoreCase:
    case Operator::kSuffixIgnoreCase:
      return is_text(bytes);
    case Operator::kEqualsNumber:
      return bytes.size() == sizeof(double) && is_number(read_plain<double>(bytes));
    case Operator::kNumericRange:
      return is_range(bytes);
    case Operator::kAddress:
      return is_block(bytes);
    case Operator::kWildcard:
      return is_wildcard(bytes);
    case Operator::kAnythingBut:
      if (bytes.empty()) return false;
      return bytes[0] == 'n' ? is_number_list(bytes.substr(1))
                             : bytes[0] == 's' && is_sorted_list(bytes.substr(1));
    case Operator::kAnythingButPrefix:
    case Operator::kAnythingButSuffix:
    case Operator::kAnythingButIgnoreCase:
      return is_sorted_list(bytes);
    case Operator::kAnythingButWildcard:
      return is_wildcard_list(bytes);
    case Operator::kExists:
    case Operator::kAbsent:
      return bytes.empty();
  }
  return false;
}

}  // namespace tidegate
