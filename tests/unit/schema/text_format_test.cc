#include "schema/text_format.h"

#include <catch2/catch.hpp>
#include <string_view>

namespace tidegate {
namespace {

TEST_CASE("a text has the formats that its grammar says", "[schema]") {
  struct Case {
    std::string_view text;
    std::string_view format;
  };
  const Case cases[] = {
      {"2026-02-28T23:59:59Z", "date-time"},
      {"2026-02-28T23:59:59.5+01:00", "date-time"},
      {"2026-02-29T23:59:59Z", ""},
      {"2026-02-28", "date"},
      {"2026-02-29", ""},
      {"2026-2-28", ""},
      {"7bf73129-1428-4cd3-a780-95db273d1602", "uuid"},
      {"7bf73129-1428-4cd3-a780-95db273d160g", ""},
      {"7bf73129014284cd3-a780-95db273d1602", ""},
      {"a.b+c@example.com", "email"},
      {"a..b@example.com", ""},
      {".a@example.com", ""},
      {"a@example", ""},
      {"a@-example.com", ""},
      {"a@example-.com", ""},
      {"a@xn--bcher-kva.example", "email"},
      {"@example.com", ""},
      {"https://example.com/a?b#c", "uri"},
      {"https://example.com/a b", ""},
      {"arn:aws:s3:::bucket", ""},
      {"127.0.0.1", "ipv4"},
      {"127.0.0.01", ""},
      {"0.0.0.0", "ipv4"},
      {"256.0.0.1", ""},
      {"::1", "ipv6"},
      {"2001:db8::8a2e:370:7334", "ipv6"},
      {"1::2::3", ""},
      {"ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255", "ipv6"},
      {"4e0a0f61eed277a4b9e4c01d5722b07b0725e42fe782102abee5711adfac701f", ""},
      {"", ""},
  };
  for (const auto& [text, format] : cases) {
    CAPTURE(text);
    CHECK(format_name(formats_of(text)) == format);
  }
}

TEST_CASE("only the formats that are asked for are told", "[schema]") {
  CHECK(formats_of("127.0.0.1", kIpv6Format) == 0);
  CHECK(formats_of("127.0.0.1", kIpv4Format | kUriFormat) == kIpv4Format);
}

}  // namespace
}  // namespace tidegate
