#include "protocol/content_type.h"

#include <catch2/catch.hpp>
#include <string>

using namespace tidegate;

TEST_CASE("the content type says how a message carries events, in any case and with parameters") {
  for (const std::string type :
       {"application/cloudevents+json", "application/cloudevents+json; charset=UTF-8",
        "Application/CloudEvents+JSON;charset=utf-8", "  application/cloudevents",
        "application/cloudevents+avro", "application/cloudevents ; x=\"application/json\""}) {
    CHECK(content_mode(type) == ContentMode::kStructured);
  }
  for (const std::string type : {"application/cloudevents-batch+json",
                                 "APPLICATION/CLOUDEVENTS-BATCH+JSON; charset=UTF-8"}) {
    CHECK(content_mode(type) == ContentMode::kBatch);
    CHECK(is_json_format(type));
  }
  for (const std::string type : {"", "application/json", "text/plain; a=application/cloudevents",
                                 "application/cloudevent", "application / cloudevents"}) {
    CHECK(content_mode(type) == ContentMode::kBinary);
  }
}

TEST_CASE("formats other than JSON are told") {
  CHECK(is_json_format("application/cloudevents+json; charset=UTF-8"));
  CHECK(is_json_format("application/CloudEvents ;charset=UTF-8"));
  CHECK_FALSE(is_json_format("application/cloudevents+avro"));
  CHECK_FALSE(is_json_format("application/cloudevents+jsonx"));
  CHECK_FALSE(is_json_format("application/cloudevents-batch+protobuf"));
}

TEST_CASE("text is told by its name or its encoding") {
  for (const std::string type :
       {"text/plain", "TEXT/csv", "application/xml", "application/atom+XML; a=b",
        "application/x-yaml; charset=utf-8", "application/x-www-form-urlencoded",
        "application/octet-stream; charset=utf-8"}) {
    INFO(type);
    CHECK(text_type_of(type).is_text);
  }
  for (const std::string type : {"", "text", "application/octet-stream", "image/png; a=\"charset\"",
                                 "image/png; a=\"; charset=utf-8\"", "application/xmlx"}) {
    INFO(type);
    CHECK_FALSE(text_type_of(type).is_text);
  }
  CHECK(text_type_of("text/plain; a=b ; CHARSET = \"utf-8\"; c").charset == "utf-8");
  CHECK(text_type_of("text/plain;a=\"\\\";charset=x\";charset=y").charset == "y");
  CHECK(text_type_of("text/plain; a=\"").charset.empty());
}

TEST_CASE("what characters are in an encoding is known of UTF-8 and ASCII") {
  for (const std::string charset : {"", "utf-8", "UTF-8", "utf8"}) {
    CHECK(is_encoded("é", charset));
    CHECK_FALSE(is_encoded("\xE9", charset));
  }
  for (const std::string charset : {"US-ASCII", "iso-8859-1", "windows-1252"}) {
    CHECK(is_encoded("e", charset));
    CHECK_FALSE(is_encoded("é", charset));
  }
  CHECK_FALSE(is_encoded("e", "utf-16"));
  CHECK_FALSE(is_encoded("", "ebcdic"));
}
