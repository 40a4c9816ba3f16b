#include <sys/mman.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "json/reader.h"
#include "json/utf8.h"

using namespace tidegate;

// The edges of blocks, and of the text itself.

namespace {

// A page between two that must not be touched.
class GuardedPage {
 public:
  GuardedPage() : size_(static_cast<size_t>(sysconf(_SC_PAGESIZE))) {
    void* pages = mmap(nullptr, 3 * size_, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    REQUIRE(pages != MAP_FAILED);
    begin_ = static_cast<char*>(pages) + size_;
    REQUIRE(mprotect(begin_, size_, PROT_READ | PROT_WRITE) == 0);
  }
  ~GuardedPage() { munmap(begin_ - size_, 3 * size_); }
  GuardedPage(const GuardedPage&) = delete;
  GuardedPage& operator=(const GuardedPage&) = delete;

  std::string_view at_begin(std::string_view text) { return put(begin_, text); }
  std::string_view at_end(std::string_view text) { return put(begin_ + size_ - text.size(), text); }

 private:
  static std::string_view put(char* place, std::string_view text) {
    std::memcpy(place, text.data(), text.size());
    return {place, text.size()};
  }

  size_t size_;
  char* begin_;
};

struct Reader {
  PathTree paths;
  EventView view;

  Reader() {
    for (const char* path : {"a", "b.c", "b.d"}) REQUIRE(paths.add(path) != PathTree::kNone);
  }
};

}  // namespace

TEST_CASE("nothing outside the text is read, whole or cut anywhere") {
  const std::string seed =
      R"({"a":"text \u00e9\n with \"quotes\" and a good deal of length, beyond one block of bytes",)"
      "\"b\":{\"c\":[-12.5,1e10,true,{\"x\":null}],\"d\":\"\u20ac \U0001F600\"},\"z\":[[{}, []]]}";
  GuardedPage page;
  Reader reader;
  for (const size_t space : {0, 1, 31, 63, 64, 65, 100}) {
    const std::string whole = std::string(space, ' ') + seed;
    for (size_t size = 0; size <= whole.size(); ++size) {
      const std::string text = whole.substr(0, size);
      const bool valid = size == whole.size();
      for (const std::string_view placed : {page.at_begin(text), page.at_end(text)}) {
        CHECK((validate_json(placed).code == ErrorCode::kOk) == valid);
        CHECK((read_event(placed, reader.paths, reader.view).code == ErrorCode::kOk) == valid);
        const JsonError touched =
            read_event(placed, reader.paths, reader.view, Validation::kTouched);
        CHECK((touched.code == ErrorCode::kOk || !valid));
        is_utf8(placed);
      }
    }
  }
}

TEST_CASE("runs of backslashes of any length are read alike at any place") {
  for (size_t shift = 0; shift < 130; ++shift) {
    for (size_t run = 0; run < 140; run += run < 70 ? 1 : 7) {
      const std::string inside = std::string(shift, 'x') + std::string(run, '\\');
      const std::string text = "{\"a\":[\"" + inside + "\"],\"b\":{\"c\":\"" + inside + "\"}}";
      const bool valid = run % 2 == 0;
      Reader reader;
      CHECK((validate_json(text).code == ErrorCode::kOk) == valid);
      CHECK((read_event(text, reader.paths, reader.view).code == ErrorCode::kOk) == valid);
      if (!valid) continue;
      REQUIRE(reader.view.leaves.size() == 2);
      const std::string decoded = std::string(shift, 'x') + std::string(run / 2, '\\');
      CHECK(reader.view.leaves[0].view() == decoded);
      CHECK(reader.view.leaves[1].view() == decoded);
    }
  }
}

TEST_CASE("every token is seen at every place of a block") {
  const std::vector<std::string> good = {
      "0",     "-0",   "7",     "-1.5", "0.25", "1e5",       "-1.25E-10",
      "10e+2", "true", "false", "null", "\"\"", "\"\\n\"",   "\"\\u00e9\"",
      "[]",    "{}",   "[ ]",   "{ }",  "[[]]", "{\"\":{}}", "12345678901234567890.5",
      "[1,-2]"};
  const std::vector<std::string> bad = {
      "00",         "-",      "01",        "-01",        ".5",    "1.",       "1.e5",
      "1e",         "1e+",    "--1",       "1-2",        "1.2.3", "+1",       "1x",
      "tru",        "truee",  "nul",       "nulll",      "True",  "\"",       "\"\\x\"",
      "\"\\u12\"",  "\"\t\"", "[1,]",      "[,1]",       "[1 2]", "{\"a\"}",  "{\"a\":}",
      "{\"a\":1,}", "{1:2}",  "{\"a\" 1}", "[\"a\":1]",  "[}",    "{]",       "1,",
      ",1",         ":",      "\x7f",      "\"a\"\"b\"", "1 1",   "\xc3\xa9", "{\"a\":1 \"b\":2}",
      "{,}",        "[[]",    "{}}",       "{\"a\":[1}]"};
  for (size_t shift = 0; shift < 130; ++shift) {
    const std::string before(shift, ' ');
    for (const std::string& text : good) {
      CAPTURE(shift, text);
      CHECK(validate_json("[" + before + text + "]").code == ErrorCode::kOk);
      CHECK(validate_json("[" + before + text + " , " + text + "]").code == ErrorCode::kOk);
      CHECK(validate_json("{\"" + std::string(shift, 'k') + "\":" + text + "}").code ==
            ErrorCode::kOk);
      CHECK(validate_json("[" + text + "," + before + text + before + "]" + before).code ==
            ErrorCode::kOk);
    }
    for (const std::string& text : bad) {
      CAPTURE(shift, text);
      CHECK(validate_json("[" + before + text + "]").code != ErrorCode::kOk);
      CHECK(validate_json("[" + before + text + " ,1]").code != ErrorCode::kOk);
      CHECK(validate_json("{\"" + std::string(shift, 'k') + "\":" + text + "}").code !=
            ErrorCode::kOk);
      CHECK(validate_json("[\"" + std::string(shift, 'k') + "\"," + text + before + "]").code !=
            ErrorCode::kOk);
    }
  }
}

TEST_CASE("numbers of every length are read alike") {
  for (size_t shift = 0; shift < 70; shift += 3) {
    for (size_t digits = 1; digits < 200; ++digits) {
      const std::string number = std::string(digits, '9');
      for (const std::string& text :
           {number, "-" + number, "0." + number, number + ".5", number + "e1", "1e" + number}) {
        const std::string event = "{\"" + std::string(shift, 'k') + "\":[" + text +
                                  "],\"a\":" + text + ",\"b\":{\"c\":" + text + "}}";
        Reader reader;
        CAPTURE(event);
        REQUIRE(read_event(event, reader.paths, reader.view).code == ErrorCode::kOk);
        REQUIRE(reader.view.leaves.size() == 2);
        CHECK(reader.view.leaves[0].view() == text);
        CHECK(validate_json("[[" + text + "x]]").code == ErrorCode::kInvalidJson);
      }
    }
  }
  for (const size_t digits : {kMaxNumberLength, kMaxNumberLength + 1}) {
    const std::string event = "{\"x\":[" + std::string(digits, '1') + "]}";
    CHECK((validate_json(event).code == ErrorCode::kOk) == (digits == kMaxNumberLength));
  }
}

TEST_CASE("depth is bounded in what is skipped, too") {
  Reader reader;
  const auto read = [&](const std::string& open, const std::string& inside, size_t depth) {
    const std::string text = "{\"" + open + "\":" + std::string(depth - 2, '[') + inside +
                             std::string(depth - 2, ']') + "}";
    return read_event(text, reader.paths, reader.view).code;
  };
  for (const char* open : {"a", "z"}) {
    for (const char* inside : {"[]", "{}", "[1]", "[\"x\"]", "{\"c\":1}", "[ ]"}) {
      CAPTURE(open, inside);
      CHECK(read(open, inside, kMaxDepth) == ErrorCode::kOk);
      CHECK(read(open, inside, kMaxDepth + 1) == ErrorCode::kTooDeep);
    }
  }
}
