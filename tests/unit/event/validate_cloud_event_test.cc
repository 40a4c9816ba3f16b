#include "event/validate_cloud_event.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "base/memory.h"
#include "validation.h"

using namespace tidegate;

namespace {

constexpr CloudEventRules kDraft = {CloudEventRules::Specification::kDraft};

std::string found(std::string_view text, const CloudEventRules& rules = {}) {
  CloudEventValidator validator;
  Issues issues;
  Diagnostic problem;
  REQUIRE(validator.validate(text, rules, issues, problem));
  return listed(text, issues);
}

// An event with these members beside those that are required.
std::string with(const std::string& members) {
  return R"({"specversion":"1.0","id":"1","source":"http://a","type":"com.example.a",)" + members +
         "}";
}

// An event with another value for one of those that are required.
std::string with_required(const std::string& name, const std::string& value) {
  std::string event = "{";
  for (const std::string member : {"specversion", "id", "source", "type"}) {
    const std::string usual = member == "specversion" ? "\"1.0\""
                              : member == "source"    ? "\"http://a\""
                              : member == "type"      ? "\"com.example.a\""
                                                      : "\"1\"";
    if (event.size() > 1) event += ',';
    event += '"' + member + "\":" + (member == name ? value : usual);
  }
  return event + '}';
}

std::string in_quotes(const std::string& text) { return '"' + text + '"'; }

}  // namespace

TEST_CASE("A CloudEvent with every attribute is valid") {
  CHECK(found(with(R"("datacontenttype":"application/json","dataschema":"http://a/b",
    "subject":"s","time":"2018-04-26T14:48:09+02:00","data":{"a":[1.5,null]},
    "astring":"a","aboolean":true,"anumber":-2147483648,"unset":null,"binary":"4P8ARKo=")")) == "");
  CHECK(found(with(R"("data_base64":"e30=")")) == "");
  CHECK(found(with(R"("data_base64":"","datacontenttype":"text/plain")")) == "");
  CHECK(found(with(R"("data":null)")) == "");
  CHECK(found(with(R"("data":0,"data_base64":null)")) == "");
}

TEST_CASE("What is required is missing, null, of another type or empty") {
  CHECK(found(" {}") ==
        "CE_ID_MISSING /id\nCE_SOURCE_MISSING /source\n"
        "CE_SPECVERSION_MISSING /specversion\nCE_TYPE_MISSING /type");
  for (const std::string name : {"id", "source", "specversion", "type"}) {
    std::string code = "CE_" + name;
    for (char& c : code) c = static_cast<char>(toupper(c));
    CAPTURE(name);
    CHECK(found(with_required(name, "null")) == code + "_MISSING /" + name + " null");
    CHECK(found(with_required(name, "\"\"")) == code + "_EMPTY /" + name + " \"\"");
    for (const char* value : {"1", "true", "{}", "[\"1.0\"]"}) {
      CHECK(found(with_required(name, value)) == code + "_NOT_STRING /" + name + " " + value);
    }
  }
  CHECK(found(R"({"id":null,"id":"1","source":"http://a","type":"a.b","specversion":"1.0"})") ==
        "CE_DUPLICATE /id \"id\"");
}

TEST_CASE("A source is a URI-reference and should be absolute") {
  for (const char* source : {"urn:a", "http://a/#b", "mailto:a@b"}) {
    CHECK(found(with_required("source", in_quotes(source))) == "");
  }
  for (const char* source : {"/a", "1-555-123-4567", "#", "//h", "com.amazonaws/us-east-2/ec2"}) {
    CHECK(found(with_required("source", in_quotes(source))) ==
          "(CE_SOURCE_NOT_ABSOLUTE /source " + in_quotes(source) + ")");
  }
  for (const char* source : {"1-555:x", "a b", "caf\xC3\xA9", "http://[", "%", "a\\u0000"}) {
    CHECK(found(with_required("source", in_quotes(source))) ==
          "CE_SOURCE_NOT_URI_REFERENCE /source " + in_quotes(source));
  }
}

TEST_CASE("The specversion is 1.0") {
  for (const char* version : {"1", "1.0.2", "1.1", "2.0", "1.0-rc1", "v1.0", " 1.0"}) {
    CHECK(found(with_required("specversion", in_quotes(version))) ==
          "CE_SPECVERSION_UNKNOWN /specversion " + in_quotes(version));
  }
  for (const char* version : {"0.1", "0.2", "0.3", "0.3-wip"}) {
    CHECK(found(R"({"Foo":1.5,"specversion":)" + in_quotes(version) + "}") ==
          "CE_SPECVERSION_OLD /specversion " + in_quotes(version));
  }
  CHECK(found(R"({"cloudEventsVersion":"0.1","eventType":"a"})") ==
        "CE_SPECVERSION_OLD /cloudEventsVersion \"0.1\"");
  CHECK(found(with(R"("cloudEventsVersion":"0.1")")) ==
        "CE_NAME_CHARACTERS /cloudEventsVersion \"cloudEventsVersion\"");
}

TEST_CASE("A type should start with a reverse-DNS name") {
  for (const char* type : {"com.github.pull_request.opened", "com.amazonaws.s3.ObjectCreated:Put",
                           "mock.test", "xn--p1ai.a", "org.example/b", "a.b"}) {
    CHECK(found(with_required("type", in_quotes(type))) == "");
  }
  for (const char* type : {"EC2 Instance State-change Notification", "a", ".a", "a.", "1.a", "a..b",
                           "caf\xC3\xA9.a", "a. b"}) {
    CHECK(found(with_required("type", in_quotes(type))) ==
          "(CE_TYPE_NOT_REVERSE_DNS /type " + in_quotes(type) + ")");
  }
}

TEST_CASE("Optional attributes have their forms") {
  const auto issue = [](const std::string& name, const std::string& value) {
    return found(with(in_quotes(name) + ":" + value));
  };
  for (const std::string name : {"datacontenttype", "dataschema", "subject", "time"}) {
    std::string code = "CE_" + name;
    for (char& c : code) c = static_cast<char>(toupper(c));
    CAPTURE(name);
    CHECK(issue(name, "null") == "");
    for (const char* value : {"1", "false", "{}", "[]"}) {
      CHECK(issue(name, value) == code + "_NOT_STRING /" + name + " " + value);
    }
  }
  CHECK(issue("subject", "\"\"") == "CE_SUBJECT_EMPTY /subject \"\"");
  CHECK(issue("dataschema", "\"\"") == "CE_DATASCHEMA_EMPTY /dataschema \"\"");
  for (const char* uri : {"\"#\"", "\"/a\"", "\"http://a#b\"", "\"a b:c\""}) {
    CHECK(issue("dataschema", uri) == std::string("CE_DATASCHEMA_NOT_URI /dataschema ") + uri);
  }
  for (const char* type : {"\"\"", "\"json\"", "\"a/b;\"", "\"a/b, c/d\""}) {
    CHECK(issue("datacontenttype", type) ==
          std::string("CE_DATACONTENTTYPE_NOT_MEDIA_TYPE /datacontenttype ") + type);
  }
  CHECK(issue("datacontenttype", "\"TEXT/Plain; CharSet=utf-8\"") == "");
  CHECK(issue("datacontenttype", R"("a/b;c=\"\u0001\"")") ==
        R"(CE_STRING_CONTROL /datacontenttype "a/b;c=\"\u0001\"")");
  for (const char* time : {"\"\"", "\"2022-04-31T00:00:00Z\"", "\"yyyy-mm-ddThh:mm:ssZ\""}) {
    CHECK(issue("time", time) == std::string("CE_TIME_NOT_TIMESTAMP /time ") + time);
  }
  CHECK(issue("time", "\"2016-12-31t23:59:60.123456789z\"") == "");
}

TEST_CASE("Names of attributes are lower-case letters and digits") {
  CHECK(found(with(R"("a1":"","1a":"","abcdefghijklmnopqrst":1)")) == "");
  CHECK(found(with(R"("1a":"")"), kDraft) == "(CE_NAME_NO_LETTER /1a \"1a\")");
  CHECK(found(with(R"("":1)")) == "CE_NAME_EMPTY / \"\"");
  CHECK(found(with(R"("aString" :1)")) == "CE_NAME_CHARACTERS /aString \"aString\"");
  CHECK(found(with(R"("a_b":1,"a\u002fb~":null,  "\u00e9"  :  true)")) ==
        "CE_NAME_CHARACTERS /a_b \"a_b\"\nCE_NAME_CHARACTERS /a~1b~0 \"a\\u002fb~\"\n"
        "CE_NAME_CHARACTERS /\xC3\xA9 \"\\u00e9\"");
  CHECK(found(with(R"("abcdefghijklmnopqrstu":1)")) ==
        "(CE_NAME_LONG /abcdefghijklmnopqrstu \"abcdefghijklmnopqrstu\")");
  CHECK(found(with(R"("Abcdefghijklmnopqrstu":1)")) ==
        "(CE_NAME_LONG /Abcdefghijklmnopqrstu \"Abcdefghijklmnopqrstu\")\n"
        "CE_NAME_CHARACTERS /Abcdefghijklmnopqrstu \"Abcdefghijklmnopqrstu\"");
}

TEST_CASE("Values of attributes are strings, integers and booleans") {
  const auto issue = [](const std::string& value) { return found(with("\"a\":" + value)); };
  for (const char* value :
       {"true", "false", "null", "0", "-0", "-1", "2147483647", "-2147483648", "\"\"", "\"42.42\"",
        "\"\xF0\x9F\x98\x80 \xC2\xA0\xEF\xBF\xBD\"", "\"\\uD800\\uDEAD\"", "\"\\ud83d\\ude00\""}) {
    CHECK(issue(value) == "");
  }
  for (const char* value : {"{}", "[]", "[1]", "{\"b\":1}"}) {
    CHECK(issue(value) == std::string("CE_VALUE_NOT_SCALAR /a ") + value);
  }
  for (const char* value : {"42.42", "1.0", "1e3", "1E0", "0.0"}) {
    CHECK(issue(value) == std::string("CE_INTEGER_FORM /a ") + value);
  }
  for (const char* value : {"2147483648", "-2147483649", "4247483647", "99999999999999999999"}) {
    CHECK(issue(value) == std::string("CE_INTEGER_RANGE /a ") + value);
  }
  for (const char* value :
       {"\"\\u0000\"", "\"a\\n\"", "\"\\u001f\"", "\"\x7F\"", "\"\\u0080\"", "\"\xC2\x9F\""}) {
    CHECK(issue(value) == std::string("CE_STRING_CONTROL /a ") + value);
  }
  for (const char* value :
       {"\"\xEF\xB7\x90\"", "\"\xEF\xB7\xAF\"", "\"\\ufffe\"", "\"\xEF\xBF\xBF\"",
        "\"\xF0\x9F\xBF\xBE\"", "\"\xF4\x8F\xBF\xBF\"", "\"\\ud83f\\udfff\""}) {
    CHECK(issue(value) == std::string("CE_STRING_NONCHARACTER /a ") + value);
  }
  for (const char* value : {"\"\xEF\xB7\x8F\"", "\"\xEF\xB7\xB0\"", "\"\xEF\xBF\xBD\"",
                            "\"\xF0\x9F\xBF\xBD\"", "\"\xED\x9F\xBF\"", "\"\xEE\x80\x80\""}) {
    CHECK(issue(value) == "");
  }
  for (const char* value : {"\"\\uDEAD\"", "\"\\ud800\"", "\"\\ud800\\ud800\\udc00\""}) {
    CHECK(issue(value) == std::string("CE_STRING_SURROGATE /a ") + value);
  }
  CHECK(issue("\"\\u0001\\uffff\\ud800\"") ==
        "CE_STRING_CONTROL /a \"\\u0001\\uffff\\ud800\"\n"
        "CE_STRING_NONCHARACTER /a \"\\u0001\\uffff\\ud800\"\n"
        "CE_STRING_SURROGATE /a \"\\u0001\\uffff\\ud800\"");
  for (const std::string name : {"id", "type", "subject"}) {
    CHECK(found("{\"specversion\":\"1.0\",\"" + name + "\":\"a.b\\u0007\"}")
              .find("CE_STRING_CONTROL /" + name) != std::string::npos);
  }
}

TEST_CASE("Data is JSON, a string or Base64") {
  const auto issue = [](const char* type, const char* data) {
    return found(with("\"data\":" + std::string(data) + ",\"datacontenttype\":" + type));
  };
  for (const char* type : {"null", "\"application/json\"", "\"TEXT/JSON; a=b\"", "\"a/b+json\""}) {
    for (const char* data : {"null", "1.5", "{}", "[1e400]", "\"\\u0000\\ud800\""}) {
      CHECK(issue(type, data) == "");
    }
  }
  for (const char* data : {"null", "1.5", "{}", "[]", "true"}) {
    CHECK(issue("\"text/xml\"", data) == std::string("CE_DATA_NOT_STRING /data ") + data);
  }
  CHECK(issue("\"text/xml\"", "\"<a/>\"") == "");
  CHECK(issue("\"text\"", "1") == "CE_DATACONTENTTYPE_NOT_MEDIA_TYPE /datacontenttype \"text\"");

  CHECK(found(with(R"("data_base64":"e30=","data":null)")) ==
        "CE_DATA_TWICE /data_base64 \"e30=\"");
  CHECK(found(with(R"("data":"","data_base64":1)")) ==
        "CE_DATA_TWICE /data_base64 1\nCE_DATA_BASE64_NOT_STRING /data_base64 1");
  for (const char* text : {"", "Zg==", "Zm8=", "Zm9v", "+/+/", "AAAA", "//8="}) {
    CHECK(found(with("\"data_base64\":" + in_quotes(text))) == "");
  }
  for (const char* text :
       {"Zg", "Zg=", "Zh==", "Zm9=", "Z===", "====", "=", "Zm9v\\n", "-_-_",
        "Zg==Zg==", "... base64 encoded string ...", "Zm9v Zm9v", "\xC3\xA9\xC3\xA9"}) {
    CHECK(found(with("\"data_base64\":" + in_quotes(text))) ==
          "CE_DATA_BASE64_NOT_BASE64 /data_base64 " + in_quotes(text));
  }
}

TEST_CASE("Members come once") {
  CHECK(found(with(R"("id":"2")")) == "CE_DUPLICATE /id \"id\"");
  CHECK(found(with(R"("data":1,"data":2,"a":1,"\u0061":null,"a":3)")) ==
        "CE_DUPLICATE /data \"data\"\nCE_DUPLICATE /a \"\\u0061\"\nCE_DUPLICATE /a \"a\"");
  std::string many = "\"a\":1";
  for (int i = 0; i < 100; ++i) many += ",\"b" + std::to_string(i % 99) + "\":1";
  CHECK(found(with(many)) == "CE_DUPLICATE /b0 \"b0\"");
}

TEST_CASE("Events of more than 64 KiB may not be forwarded") {
  const std::string base = with(R"("data":"")");
  std::string event = with("\"data\":\"" + std::string(65536 - base.size(), 'x') + '"');
  REQUIRE(event.size() == 65536);
  CHECK(found(event) == "");
  CHECK(found("\n" + event + "\n") == "(CE_EVENT_LARGE )");
  event.insert(event.size() - 2, "x");
  CHECK(found(event) == "(CE_EVENT_LARGE )");
}

TEST_CASE("Extensions are held against their documents") {
  // Name, value, what is found with 1.0.2 and with 1.0.3; empty where the value is right.
  struct Case {
    std::string members;
    std::string issue;
    bool is_new;
  };
  const std::string trace = "00-0af7651916cd43dd8448eb211c80319c-b9c7c989f97918e1-01";
  std::vector<Case> cases = {
      {R"("traceparent":")" + trace + R"(","tracestate":"rojo=00f067,congo=t61rcWkgMzE")", "",
       false},
      {R"("traceparent":"")", R"(CE_EXTENSION_VALUE /traceparent "")", false},
      {R"("traceparent":1)", R"(CE_EXTENSION_TYPE /traceparent 1)", false},
      {R"("tracestate":"a=b")", R"(CE_EXTENSION_INCOMPLETE /traceparent "a=b")", false},
      {R"("traceparent":")" + trace + R"(","tracestate":"A=b")",
       R"(CE_EXTENSION_VALUE /tracestate "A=b")", false},
      {R"("partitionkey":"k")", "", false},
      {R"("partitionkey":"")", R"(CE_EXTENSION_VALUE /partitionkey "")", false},
      {R"("partitionkey":true)", R"(CE_EXTENSION_TYPE /partitionkey true)", false},
      {R"("sequence":"007")", "", false},
      {R"("sequence":"")", R"(CE_EXTENSION_VALUE /sequence "")", false},
      {R"("dataref":"/a")", "", false},
      {R"("dataref":"a b")", R"(CE_EXTENSION_TYPE /dataref "a b")", false},
      {R"("sampledrate":30)", "", false},
      {R"("sampledrate":"30")", "", false},
      {R"("sampledrate":0)", R"(CE_EXTENSION_VALUE /sampledrate 0)", false},
      {R"("sampledrate":-1)", R"(CE_EXTENSION_VALUE /sampledrate -1)", false},
      {R"("sampledrate":"-0")", R"(CE_EXTENSION_VALUE /sampledrate "-0")", false},
      {R"("sampledrate":"030")", R"(CE_EXTENSION_TYPE /sampledrate "030")", false},
      {R"("sampledrate":"2147483648")", R"(CE_EXTENSION_TYPE /sampledrate "2147483648")", false},
      {R"("severitynumber":0,"severitytext":"INFO2")", "", true},
      {R"("severitynumber":-1)", R"(CE_EXTENSION_VALUE /severitynumber -1)", true},
      {R"("severitytext":"")",
       "CE_EXTENSION_INCOMPLETE /severitynumber \"\"\nCE_EXTENSION_VALUE /severitytext \"\"", true},
      {R"("deprecated":true,"deprecationfrom":"2024-10-11T00:00:00Z",
          "deprecationsunset":"2024-10-11T01:00:00+01:00","deprecationmigration":"http://a/b")",
       "", true},
      {R"("deprecated":"true")", "", true},
      {R"("deprecated":false)", R"(CE_EXTENSION_VALUE /deprecated false)", true},
      {R"("deprecated":"yes")", R"(CE_EXTENSION_TYPE /deprecated "yes")", true},
      {R"("deprecationmigration":"/a","deprecated":true)",
       R"(CE_EXTENSION_TYPE /deprecationmigration "/a")", true},
      {R"("deprecated":true,"deprecationsunset":"2024-10-10T00:00:00Z",
          "deprecationfrom":"2024-10-11T00:00:00Z")",
       R"(CE_EXTENSION_VALUE /deprecationsunset "2024-10-10T00:00:00Z")", true},
      {R"("expirytime":"2024-10-10T00:00:00Z")", "", true},
      {R"("expirytime":"soon")", R"(CE_EXTENSION_TYPE /expirytime "soon")", true},
      {R"("authtype":"app_user","authid":"","authclaims":"{}")", "", true},
      {R"("authid":"x","authclaims":"{}")", R"(CE_EXTENSION_INCOMPLETE /authtype "x")", true},
      {R"("correlationid":"x")", "", true},
      {R"("causationid":"")", R"(CE_EXTENSION_VALUE /causationid "")", true},
      {R"("dataclassification":"","dataregulation":" GDPR , HIPAA","datacategory":"x")", "", true},
      {R"("dataclassification":"x","dataregulation":"GD PR")",
       R"(CE_EXTENSION_VALUE /dataregulation "GD PR")", true},
      {R"("bamtxid":"1","bampid":"1","bamptxid":"1","bamptxsid":"1","bamptxcompleted":true)", "",
       true},
      {R"("bamptxid":"1","bamtxid":"")",
       "CE_EXTENSION_INCOMPLETE /bampid \"1\"\nCE_EXTENSION_INCOMPLETE /bamptxsid \"1\"\n"
       "CE_EXTENSION_VALUE /bamtxid \"\"",
       true},
      {R"("opcuametadatamajorversion":1,"opcuametadataminorversion":-1,"opcuastatus":0)", "", true},
      {R"("opcuastatus":"x")", R"(CE_EXTENSION_TYPE /opcuastatus "x")", true},
      {R"("opcuametadatamajorversion":1,"dataschema":"http://a")",
       R"(CE_EXTENSION_VALUE /opcuametadatamajorversion 1)", true},
      {R"("dssematerial":"e30=")", "", true},
      {R"("dssematerial":"e30")", R"(CE_EXTENSION_TYPE /dssematerial "e30")", true},
  };
  for (const Case& expected : cases) {
    CAPTURE(expected.members);
    CHECK(found(with(expected.members), kDraft) == expected.issue);
    std::string warnings = expected.issue;
    if (expected.is_new && !warnings.empty()) {
      for (size_t i = 0; (i = warnings.find('\n', i)) != std::string::npos; i += 3) {
        warnings.replace(i, 1, ")\n(");
      }
      warnings = "(" + warnings + ")";
    }
    CHECK(found(with(expected.members)) == warnings);
  }
  // What is only advised is a warning with both.
  for (const CloudEventRules& rules : {CloudEventRules(), kDraft}) {
    CHECK(found(with(R"("severitynumber":1,"severitytext":"info")"), rules) ==
          "(CE_EXTENSION_UNUSUAL /severitytext \"info\")");
    CHECK(found(with(R"("authtype":"robot")"), rules) ==
          "(CE_EXTENSION_UNUSUAL /authtype \"robot\")");
    CHECK(found(with(R"("time":"2020-01-01T00:00:00.01Z","recordedtime":"2020-01-01T00:00:00Z")"),
                rules) == "(CE_EXTENSION_UNUSUAL /recordedtime \"2020-01-01T00:00:00Z\")");
    CHECK(found(with(R"("expirytime":"2020-01-01T00:00:00Z","time":"2020-01-01T00:00:00.1Z")"),
                rules) == "(CE_EXTENSION_UNUSUAL /expirytime \"2020-01-01T00:00:00Z\")");
  }
  // A broken rule of CloudEvents itself is not said a second time.
  CHECK(found(with(R"("sampledrate":1.5)")) == "CE_INTEGER_FORM /sampledrate 1.5");
  CHECK(found(with(R"("traceparent":{})")) == "CE_VALUE_NOT_SCALAR /traceparent {}");
}

TEST_CASE("The type of a sequence is an attribute of 1.0.2") {
  const std::string event = with(R"("sequencetype":"Integer","sequence":"01")");
  CHECK(found(event) == "CE_EXTENSION_VALUE /sequence \"01\"");
  CHECK(found(event, kDraft) == "");
  CHECK(found(with(R"("sequencetype":"Integer","sequence":"-2147483648")")) == "");
  CHECK(found(with(R"("sequencetype":"Other","sequence":"01")")) == "");
  CHECK(found(with(R"("sequencetype":"Other")")) == "CE_EXTENSION_INCOMPLETE /sequence \"Other\"");
}

TEST_CASE("An array is a batch") {
  CHECK(found("[]") == "");
  CHECK(found("[" + with(R"("a":1)") + "," + with(R"("b":2)") + "]") == "");
  CHECK(found("[ {\"specversion\":\"1.0\",\"source\":\"http://a\",\"type\":\"a.b\"},7,[]," +
              with(R"("a":1.5,"a":[])") + "]") ==
        "CE_ID_MISSING /0/id\nCE_NOT_OBJECT /1\nCE_NOT_OBJECT /2\nCE_INTEGER_FORM /3/a 1.5\n"
        "CE_DUPLICATE /3/a \"a\"\nCE_VALUE_NOT_SCALAR /3/a []");
  CHECK(found("[" + with(R"("a":1)") + R"(,{"specversion":"0.3"},{"specversion":"0.3"}])") ==
        "CE_SPECVERSION_OLD /1/specversion \"0.3\"\nCE_BATCH_VERSIONS /1/specversion \"0.3\"\n"
        "CE_SPECVERSION_OLD /2/specversion \"0.3\"\nCE_BATCH_VERSIONS /2/specversion \"0.3\"");
}

TEST_CASE("Issues of a batch come in the order of the text") {
  CHECK(found("[" + with(R"("a":1)") + R"(,{"specversion":"1.1","id":"","type":"a.b","a":1.5}])") ==
        "CE_SOURCE_MISSING /1/source\nCE_SPECVERSION_UNKNOWN /1/specversion \"1.1\"\n"
        "CE_BATCH_VERSIONS /1/specversion \"1.1\"\nCE_ID_EMPTY /1/id \"\"\n"
        "CE_INTEGER_FORM /1/a 1.5");
}

TEST_CASE("What is no event at all is one issue") {
  for (const char* text : {"1", " \"a\"", "null", "true"}) {
    CHECK(found(text) == "CE_NOT_OBJECT ");
  }
  CHECK(found("") == "ERR_INVALID_JSON ");
  CHECK(found("{\"id\":1") == "ERR_INVALID_JSON ");
  CHECK(found("[{\"id\":1}") == "ERR_INVALID_JSON ");
  CHECK(found("{\"id\":\"\xFF\"}") == "ERR_INVALID_UTF8 ");
  CHECK(found(std::string(2000, '[')) == "ERR_TOO_DEEP ");
  CHECK(found("\xEF\xBB\xBF{}") == "ERR_INVALID_JSON ");
}

TEST_CASE("Of many issues the first are kept, and all count") {
  std::string members = "\"A0\":null";
  for (int i = 1; i < 2000; ++i)
    members += ",\"a234567890123456789012345" + std::to_string(i) + "\":1";
  CloudEventValidator validator;
  Issues issues;
  Diagnostic problem;
  REQUIRE(validator.validate(with(members), {}, issues, problem));
  CHECK(issues.size() == Issues::kMost);
  CHECK_FALSE(issues.valid());
  REQUIRE(validator.validate(with(members.substr(10) + ",\"z\":[]"), {}, issues, problem));
  CHECK(issues.size() == Issues::kMost);
  CHECK(issues[999].severity == Severity::kWarning);
  CHECK_FALSE(issues.valid());
  REQUIRE(validator.validate(with(members.substr(10)), {}, issues, problem));
  CHECK(issues.valid());
  REQUIRE(validator.validate(with("\"z\":1"), {}, issues, problem));
  CHECK(issues.size() == 0);
}

TEST_CASE("A report on issues is JSON") {
  CloudEventValidator validator;
  Issues issues;
  Diagnostic problem;
  Text report;
  const std::string event = R"({"specversion":"0.3"})";
  REQUIRE(validator.validate(event, {}, issues, problem));
  issues.write(report);
  CHECK(
      report.view() ==
      R"({"valid":false,"issues":[{"code":"CE_SPECVERSION_OLD","severity":"error",)"
      R"("message":"The event is of an earlier version of CloudEvents than 1.0; by that version it was not checked.",)"
      R"("path":"/specversion","section":"spec.md, specversion","begin":15,"end":20,)"
      R"("hint":"upgradeCloudEvent() makes it one of version 1.0."}]})");
}

TEST_CASE("A validation that runs out of memory says so") {
  std::string members = "\"\\u0061\":1";
  for (int i = 0; i < 40; ++i) members += ",\"a" + std::to_string(i) + "\":1.5";
  const std::string batch = "[" + with(members) + "]";
  size_t failures = 0;
  for (size_t n = 1;; ++n) {
    CloudEventValidator validator;
    Issues issues;
    Diagnostic problem;
    fail_allocations_from(n);
    const bool validated = validator.validate(batch, {}, issues, problem);
    fail_allocations_from(0);
    if (validated) {
      CHECK(issues.size() == 40);
      break;
    }
    CHECK(problem.code == ErrorCode::kOutOfMemory);
    ++failures;
  }
  CHECK(failures > 5);
}

TEST_CASE("A valid event takes no memory but the first time") {
  CloudEventValidator validator;
  Issues issues;
  Diagnostic problem;
  const std::string event = with(R"("\u0061":"\u0062","b":1,"data":{"c":[]})");
  const std::string batch = "[" + event + "," + event + "]";
  REQUIRE(validator.validate(event, {}, issues, problem));
  fail_allocations_from(1);
  const bool validated = validator.validate(event, {}, issues, problem);
  fail_allocations_from(0);
  CHECK(validated);
  CHECK(issues.size() == 0);
}
