#include "event/uri.h"

#include <catch2/catch.hpp>
#include <string>
#include <string_view>

using namespace tidegate;

namespace {

std::string encoded(std::string_view text) {
  Text output;
  append_uri_reference(text, output);
  REQUIRE_FALSE(output.failed());
  REQUIRE(is_uri_reference(output.view()));
  return std::string(output.view());
}

TEST_CASE("URIs and URI-references are told from what is neither") {
  // RFC 3986, sections 1.1.2 and 5.4, and the examples of CloudEvents.
  for (const char* text : {
           "ftp://ftp.is.co.za/rfc/rfc1808.txt",
           "http://www.ietf.org/rfc/rfc2396.txt",
           "ldap://[2001:db8::7]/c=GB?objectClass?one",
           "mailto:John.Doe@example.com",
           "news:comp.infosystems.www.servers.unix",
           "tel:+1-816-555-1212",
           "telnet://192.0.2.16:80/",
           "urn:oasis:names:specification:docbook:dtd:xml:4.1.2",
           "urn:uuid:6e8bc430-9c3a-11d9-9669-0800200c9a66",
           "mailto:cncf-wg-serverless@lists.cncf.io",
           "http://a/b/c/d;p?q",
           "http://user:pass%20word@h:/",
           "http://:@h",
           "http://h:00000000000000000000080",
           "file:///etc/hosts",
           "x:",
           "x+-.9:a//b",
           "http://[v1F.a:b]",
           "http://[::]",
           "http://[::1]:8080",
           "http://[1::]",
           "http://[1:2:3:4:5:6:7::]",
           "http://[::2:3:4:5:6:7:8]",
           "http://[1:2:3:4:5:6:7:8]",
           "http://[1:2:3:4:5:6:1.2.3.4]",
           "http://[::ffff:255.255.255.255]",
           "http://256.1.1.1/",
           "aws:s3.us-east-2.my-bucket",
           "s?:",
       }) {
    CAPTURE(text);
    CHECK(is_uri_reference(text));
    CHECK(is_uri(text) == (std::string_view(text) != "s?:"));
    CHECK(encoded(text) == text);
  }
  for (const char* text : {"",
                           "/",
                           "//h",
                           "//",
                           "//h?q#f",
                           "./a:b",
                           "a/b:c",
                           "g;x=1/../y",
                           "?",
                           "#",
                           "?a?b/c",
                           "#/definitions/x?y",
                           "/cloudevents/spec/pull/123",
                           "1-555-123-4567",
                           "com.amazonaws/us-east-2/ec2",
                           "@",
                           "%C3%a9",
                           "a%00",
                           "/a//b",
                           "http://h#f"}) {
    CAPTURE(text);
    CHECK(is_uri_reference(text));
    CHECK_FALSE(is_uri(text));
    CHECK(encoded(text) == text);
  }
  CHECK(parse_uri_reference("http://h#f").has_scheme);
  CHECK(parse_uri_reference("http://h#f").has_fragment);
  CHECK_FALSE(parse_uri_reference("//h").has_scheme);
}

TEST_CASE("What is no URI-reference is percent-encoded where it must be") {
  const std::string_view pairs[][2] = {
      {"1-555:x", "1-555%3Ax"},
      {":", "%3A"},
      {":x/a:b", "%3Ax/a:b"},
      {"my app", "my%20app"},
      {"my:app is", "my:app%20is"},
      {"a b:c", "a%20b%3Ac"},
      {"100%", "100%25"},
      {"%4", "%254"},
      {"%zz%41", "%25zz%41"},
      {"caf\xC3\xA9", "caf%C3%A9"},
      {"a#b#c", "a#b%23c"},
      {"#a#?", "#a%23?"},
      {"a?b[0]#c[1]", "a?b%5B0%5D#c%5B1%5D"},
      {"a[0]", "a%5B0%5D"},
      {"//[::1", "//%5B%3A%3A1"},
      {"//[::1]x/a b", "//%5B%3A%3A1%5Dx/a%20b"},
      {"//h:8o", "//h%3A8o"},
      {"http://a@b@c/d e?f g", "http://a%40b%40c/d%20e?f%20g"},
      {"http://h/a b", "http://h/a%20b"},
      {"http://[1:2:3:4:5:6:7]", "http://%5B1%3A2%3A3%3A4%3A5%3A6%3A7%5D"},
      {"http://[1:2:3:4:5:6:7:8:9]", "http://%5B1%3A2%3A3%3A4%3A5%3A6%3A7%3A8%3A9%5D"},
      {"http://[1::2::3]", "http://%5B1%3A%3A2%3A%3A3%5D"},
      {"http://[1:]", "http://%5B1%3A%5D"},
      {"http://[:1]", "http://%5B%3A1%5D"},
      {"http://[1:2:3:4:5:6:7:8::]", "http://%5B1%3A2%3A3%3A4%3A5%3A6%3A7%3A8%3A%3A%5D"},
      {"http://[::12345]", "http://%5B%3A%3A12345%5D"},
      {"http://[::01.2.3.4]", "http://%5B%3A%3A01.2.3.4%5D"},
      {"http://[::1.2.3]", "http://%5B%3A%3A1.2.3%5D"},
      {"http://[::1.2.3.4:5]", "http://%5B%3A%3A1.2.3.4%3A5%5D"},
      {"http://[1.2.3.4]", "http://%5B1.2.3.4%5D"},
      {"http://[::256.2.3.4]", "http://%5B%3A%3A256.2.3.4%5D"},
      {"http://[]", "http://%5B%5D"},
      {"http://[v.a]", "http://%5Bv.a%5D"},
      {"http://[v1.]", "http://%5Bv1.%5D"},
      {"http://[v1]", "http://%5Bv1%5D"},
      {"http://[v1.a@b]", "http://%5Bv1.a%40b%5D"},
      {"http://[::1%25eth0]", "http://%5B%3A%3A1%25eth0%5D"},
      {"a\"b\\c", "a%22b%5Cc"},
      {"<>^`{|}", "%3C%3E%5E%60%7B%7C%7D"},
      {std::string_view("\x00\x7F", 2), "%00%7F"},
  };
  for (const auto& [text, expected] : pairs) {
    CAPTURE(text);
    CHECK_FALSE(is_uri_reference(text));
    CHECK_FALSE(is_uri(text));
    CHECK(encoded(text) == expected);
  }
}

TEST_CASE("Every text of a small alphabet becomes a URI-reference, once") {
  static constexpr std::string_view kAlphabet = "a1:/?#[]@% ";
  std::string text(5, ' ');
  size_t count = 1;
  for (size_t i = 0; i < text.size(); ++i) count *= kAlphabet.size();
  for (size_t n = 0; n < count; ++n) {
    size_t rest = n;
    for (char& c : text) {
      c = kAlphabet[rest % kAlphabet.size()];
      rest /= kAlphabet.size();
    }
    Text once;
    append_uri_reference(text, once);
    if (!is_uri_reference(once.view())) FAIL(text << " became " << once.view());
    if (is_uri_reference(text) && once.view() != text) FAIL(text << " became " << once.view());
  }
}

}  // namespace
