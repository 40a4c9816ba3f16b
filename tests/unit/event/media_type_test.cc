#include "event/media_type.h"

#include <catch2/catch.hpp>

using namespace tidegate;

namespace {

TEST_CASE("Media types are those of RFC 2045") {
  for (const char* text :
       {"application/json", "text/plain; charset=us-ascii", "TEXT/Plain;CharSet=utf-8",
        "text/plain ; charset=\"utf-8\"", "multipart/form-data; boundary=\"a \\\"b\\\" c;d\"; x=y",
        "application/vnd.apache.thrift.binary", "application/cloudevents+json", "a/b;\tc=\"\"",
        "*/*", "x-token!#$%&'*+-.^_`{|}~/y"}) {
    CAPTURE(text);
    CHECK(is_media_type(text));
  }
  for (const char* text : {"",
                           "json",
                           "/json",
                           "application/",
                           "application",
                           "a/b/c",
                           "a /b",
                           "a/ b",
                           " a/b",
                           "a/b ",
                           "a/b;",
                           "a/b; ",
                           "a/b;;c=d",
                           "a/b c=d",
                           "a/b;c",
                           "a/b;c=",
                           "a/b;=d",
                           "a/b;c=d e",
                           "a/b;c =d",
                           "a/b;c=\"d",
                           "a/b;c=\"d\\",
                           "a/b;c=\"d\"e",
                           "a/b,c/d",
                           "a/(b)",
                           "caf\xC3\xA9/x",
                           "a/b\n",
                           "a/b;c=\"\r\n\""}) {
    CAPTURE(text);
    CHECK_FALSE(is_media_type(text));
  }
}

TEST_CASE("JSON is */json and */*+json, whatever the case and the parameters") {
  for (const char* text : {"application/json", "TEXT/JSON", "application/cloudevents+JSON",
                           "application/json; charset=UTF-8", "application/json ;oops"}) {
    CAPTURE(text);
    CHECK(is_json_media_type(text));
  }
  for (const char* text :
       {"", "json", "application/jsonl", "application/json-seq", "text/plain", "application/+json",
        "application/xml; a=/json", "application/json/x", "application/x+jso"}) {
    CAPTURE(text);
    CHECK_FALSE(is_json_media_type(text));
  }
}

}  // namespace
