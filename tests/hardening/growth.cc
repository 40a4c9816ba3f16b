// How the cost of each function grows with what strangers can make large. Each case is run at three
// sizes, each twice the one before; the exponent of the growth, by the worse of the two doublings,
// may not be larger than the case says: 1 is linear. Costs are steps (steps.h), so a run says the
// same every time.
//
//   growth [WORD...]   the cases that have one of these words in their names

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "convert/cloud_event.h"
#include "convert/from_cloud_event.h"
#include "convert/to_cloud_events.h"
#include "convert/upgrade.h"
#include "event/detect.h"
#include "event/sns_attributes.h"
#include "event/validate_aws_event.h"
#include "event/validate_cloud_event.h"
#include "json/items.h"
#include "json/reader.h"
#include "json/writer.h"
#include "lint/linter.h"
#include "match/explain.h"
#include "match/rule_set.h"
#include "match/snapshot.h"
#include "match/test_event_pattern.h"
#include "protocol/read_message.h"
#include "protocol/write_message.h"
#include "schema/discovery.h"
#include "schema/schema.h"
#include "schema/schema_diff.h"
#include "schema/schema_tree.h"
#include "schema/type_writer.h"
#include "schema/validator.h"
#include "steps.h"
#include "suggest/suggest_pattern.h"

using namespace tidegate;

namespace {

using std::string;
using std::to_string;
using Work = std::function<void()>;

struct Case {
  const char* name;
  size_t size;  // The smallest of the three.
  double most;
  std::function<Work(size_t)> make;
};

constexpr double kLinear = 1.15;  // Also where a logarithm comes with it.
constexpr double kSquare = 2.15;
constexpr double kConstant = 0.2;  // Of the number of rules.

void demand(bool holds, const char* what) {
  if (holds) return;
  std::printf("not as the case wants it: %.100s\n", what);
  std::exit(1);
}

// ---- Texts ----

// part(0), part(1), ... between commas.
template <class Part>
string list(size_t count, const Part& part) {
  string text;
  for (size_t i = 0; i < count; ++i) {
    if (i != 0) text += ',';
    text += part(i);
  }
  return text;
}

string repeated(const string& part, size_t count) {
  string text;
  for (size_t i = 0; i < count; ++i) text += part;
  return text;
}

string quoted(const string& text) { return '"' + text + '"'; }
string key(size_t i) { return "\"k" + to_string(i) + '"'; }
string array(const string& elements) { return '[' + elements + ']'; }
string object(const string& members) { return '{' + members + '}'; }

string members(size_t count) {
  return list(count, [](size_t i) { return key(i) + ":1"; });
}

string same_members(size_t count) {
  return list(count, [](size_t) { return string("\"a\":1"); });
}

// As deep as is taken, as often as makes up the size.
string nested(size_t count) {
  constexpr size_t kDepth = kMaxDepth - 10;
  return array(list(count / kDepth + 1,
                    [](size_t) { return repeated("[", kDepth) + repeated("]", kDepth); }));
}

string nested_objects(size_t count) {
  constexpr size_t kDepth = kMaxDepth - 10;
  return array(list(count / kDepth + 1, [](size_t) {
    return repeated("{\"a\":", kDepth) + '1' + repeated("}", kDepth);
  }));
}

// ---- Events ----

struct Shape {
  const char* name;
  string (*text)(size_t);
};

// Every kind of JSON that an event may be made of, all of which the rules below look at.
const Shape kShapes[] = {
    {"depth", [](size_t n) { return object("\"a\":" + nested(n)); }},
    {"depth of objects", [](size_t n) { return object("\"a\":" + nested_objects(n)); }},
    {"members", [](size_t n) { return object(members(n)); }},
    {"members all alike", [](size_t n) { return object(same_members(n)); }},
    {"array",
     [](size_t n) {
       return object("\"a\":" + array(list(n, [](size_t i) { return to_string(i); })));
     }},
    {"array of arrays",
     [](size_t n) {
       return object("\"a\":" + array(list(n, [](size_t i) { return array(to_string(i)); })));
     }},
    {"array of objects",
     [](size_t n) {
       return object("\"a\":" + array(list(n, [](size_t i) {
                       return object(i % 2 == 0 ? "\"b\":1" : "\"c\":1");
                     })));
     }},
    {"string", [](size_t n) { return object("\"a\":" + quoted(string(n * 10, 'a'))); }},
    {"string of escapes",
     [](size_t n) { return object("\"a\":" + quoted(repeated("\\u00e9\\n", n))); }},
    {"string beyond ASCII",
     [](size_t n) { return object("\"a\":" + quoted(repeated("\xC3\xA9\xF0\x9F\x98\x80", n))); }},
    {"long key", [](size_t n) { return object(quoted(string(n * 10, 'a')) + ":1"); }},
    {"dots in a key", [](size_t n) { return object(quoted("a" + repeated(".a", n)) + ":1"); }},
    {"numbers",
     [](size_t n) {
       return object("\"a\":" + array(list(n, [](size_t i) {
                       return to_string(i) + "." + to_string(i) + "e-" + to_string(i % 300);
                     })));
     }},
    {"spaces", [](size_t n) { return object(repeated(" \n\t\r", n) + "\"a\":1"); }},
};

constexpr const char* kPatterns[] = {
    R"({"a":["x",{"prefix":"x"},{"suffix":"aab"},{"anything-but":["x"]},{"exists":false}]})",
    R"({"a":[{"wildcard":"*a*aa*b"},{"equals-ignore-case":"AAAA"},{"numeric":[">",5,"<",7]}]})",
    R"({"a":{"b":[1],"c":[1]}})",
    R"({"a":{"b":[1],"c":[{"exists":false}],"a":[2]}})",
    R"({"a":{"a":{"a":[1]}}})",
    R"({"k1":[1],"k7":[2]})",
    R"({"a":[{"cidr":"10.0.0.0/8"},{"anything-but":{"wildcard":"*a*b"}}]})",
};

std::shared_ptr<RuleSet> rules_of(const std::vector<string>& patterns,
                                  Validation validation = Validation::kWhole) {
  RuleSetOptions options;
  options.profile = Profile::kRuler;
  options.validation = validation;
  options.max_event_bytes = kMaxTextBytes;
  auto rules = std::make_shared<RuleSet>(options);
  Diagnostic problem;
  RuleId id = kNoRule;
  for (size_t i = 0; i < patterns.size(); ++i) {
    const bool added =
        rules->add("r" + to_string(i), patterns[i], problem, id) == RuleSet::Added::kNew;
    demand(added, string(problem.reason.view()).append(patterns[i]).c_str());
  }
  return rules;
}

std::vector<string> usual_patterns() { return {std::begin(kPatterns), std::end(kPatterns)}; }

void match_once(const RuleSet& rules, const string& event, MatchScratch& scratch) {
  Diagnostic problem;
  const bool matched = rules.match(event, scratch, problem);
  // An event may be too complex, which is an answer too.
  demand(matched || problem.code == ErrorCode::kEventTooComplex, "the event is read");
}

// With a scratch that has grown, as it has after the first event.
Work match(const std::shared_ptr<RuleSet>& rules, const string& event) {
  auto scratch = std::make_shared<MatchScratch>();
  match_once(*rules, event, *scratch);
  return [rules, event, scratch] { match_once(*rules, event, *scratch); };
}

// ---- Patterns ----

struct PatternKind {
  const char* name;
  string (*alternative)(size_t);
  double most = kConstant;  // For `true`, which only anything-but lets through: all of them do.
};

const PatternKind kAlternatives[] = {
    {"values", [](size_t i) { return key(i); }},
    {"numbers", [](size_t i) { return to_string(i) + ".5e3"; }},
    {"prefixes", [](size_t i) { return "{\"prefix\":\"aaaa" + to_string(i) + "\"}"; }},
    {"suffixes", [](size_t i) { return "{\"suffix\":\"" + to_string(i) + "aaaa\"}"; }},
    {"ignoring case",
     [](size_t i) { return "{\"equals-ignore-case\":\"aAa" + to_string(i) + "\"}"; }},
    {"wildcards", [](size_t i) { return "{\"wildcard\":\"*a*" + to_string(i) + "*a*b\"}"; }},
    {"overlapping ranges",
     [](size_t i) {
       return "{\"numeric\":[\">\"," + to_string(i) + ",\"<\"," + to_string(1'000'000 - i) + "]}";
     }},
    {"nested address blocks",
     [](size_t i) {
       return "{\"cidr\":\"" + to_string(10 + i % 2) + "." + to_string(i / 65536 % 256) + "." +
              to_string(i / 256 % 256) + "." + to_string(i % 256) + "/" + to_string(8 + i % 24) +
              "\"}";
     }},
    {"anything-but", [](size_t i) { return "{\"anything-but\":[\"a\"," + key(i) + "]}"; }, kLinear},
    {"anything-but prefix",
     [](size_t i) { return "{\"anything-but\":{\"prefix\":" + key(i) + "}}"; }, kLinear},
    {"anything-but wildcard",
     [](size_t i) { return "{\"anything-but\":{\"wildcard\":\"*" + to_string(i) + "*b\"}}"; },
     kLinear},
};

Work add(const string& pattern) {
  return [pattern] { rules_of({pattern}); };
}

Work add_many(const std::vector<string>& patterns) {
  return [patterns] { rules_of(patterns); };
}

std::vector<string> one_each(size_t count, string (*alternative)(size_t)) {
  std::vector<string> patterns;
  for (size_t i = 0; i < count; ++i) {
    patterns.push_back(object("\"a\":" + array(alternative(i))));
  }
  return patterns;
}

// Rules of services as they are: a source, a type, and something of their own.
std::vector<string> service_rules(size_t count) {
  std::vector<string> patterns;
  for (size_t i = 0; i < count; ++i) {
    patterns.push_back(R"({"source":["aws.s)" + to_string(i % 50) + R"("],"type":["t)" +
                       to_string(i % 7) + R"("],"detail":{"id":["i)" + to_string(i) + R"("]}})");
  }
  return patterns;
}

constexpr const char* kServiceEvent =
    R"({"source":"aws.s3","type":"t3","detail":{"id":"i3","state":"x"}})";

// ---- Envelopes ----

string aws_event(const string& detail) {
  return R"({"version":"0","id":"1","detail-type":"t","source":"aws.s3","account":"123456789012",)"
         R"("time":"2024-05-14T09:12:47Z","region":"us-east-1","resources":[],"detail":)" +
         detail + '}';
}

string cloud_event(const string& more) {
  return R"({"specversion":"1.0","id":"1","source":"/s","type":"t")" + more + '}';
}

string extensions(size_t count) {
  return ',' + list(count, [](size_t i) { return "\"e" + to_string(i) + "\":\"v\""; });
}

template <class Call>
Work taking(const string& text, const Call& call) {
  return [text, call] { demand(call(std::string_view(text)), text.substr(0, 60).c_str()); };
}

bool convert(std::string_view text) {
  CloudEventOptions options;
  options.max_event_bytes = kMaxTextBytes;
  JsonItems items;
  Text output;
  Diagnostic problem;
  return to_cloud_event(text, options, items, output, nullptr, problem);
}

bool convert_records(std::string_view text) {
  CloudEventsOptions options;
  options.max_event_bytes = kMaxTextBytes;
  options.unwrap = true;
  CloudEvents result;
  Diagnostic problem;
  return to_cloud_events(text, options, nullptr, result, problem);
}

bool convert_back(std::string_view text, Target target) {
  FromCloudEventOptions options;
  options.target = target;
  options.region = options.subject = options.time = "x";
  Text output;
  Losses losses;
  Diagnostic problem;
  return from_cloud_event(text, options, output, losses, problem);
}

bool upgrade(std::string_view text) {
  JsonItems items;
  Text output;
  Diagnostic problem;
  return items.read(text, problem) && append_upgraded(text, items, output, problem);
}

bool detect(std::string_view text) {
  Detector detector;
  Detection found;
  Diagnostic problem;
  if (!detector.detect(text, found, problem)) return false;
  return detector.descend(found);
}

bool validate_cloud_event(std::string_view text) {
  CloudEventValidator validator;
  Issues issues;
  Diagnostic problem;
  Text report;
  if (!validator.validate(text, {}, issues, problem)) return false;
  issues.write(report);
  return !report.failed();
}

bool validate_aws_event(std::string_view text) {
  AwsEventValidator validator;
  Issues issues;
  Diagnostic problem;
  return validator.validate(text, {}, issues, problem);
}

bool write_http(std::string_view text) {
  WrittenMessage message;
  Diagnostic problem;
  return write_message(text, Protocol::kHttp, {}, message, problem) == Outcome::kDone;
}

bool read_http(std::string_view head) {
  JsonItems items;
  Message message;
  message.body = "{}";
  message.has_body = true;
  Text event;
  Diagnostic problem;
  return read_head(head, items, message) &&
         read_message(message, Protocol::kHttp, false, event, problem) == Outcome::kDone;
}

bool explain_it(const string& event, std::string_view pattern) {
  ExplainOptions options;
  options.profile = Profile::kRuler;
  options.max_event_bytes = kMaxTextBytes;
  Text json;
  Diagnostic problem;
  return explain(event, pattern, options, json, problem) == Explained::kYes;
}

string records(size_t count, const string& record) {
  return R"({"Records":[)" + list(count, [&](size_t) { return record; }) + "]}";
}

// A record of SQS that carries a text.
string queued(const string& body) {
  Text text;
  append_json_string(body, text);
  return R"({"messageId":"1","body":)" + string(text.view()) +
         R"(,"eventSource":"aws:sqs","eventSourceARN":"arn:aws:sqs:us-east-1:123456789012:q"})";
}

constexpr const char* kSqsRecord =
    R"({"messageId":"1","receiptHandle":"h","body":"{\"a\":1}","attributes":{},"messageAttributes":{},)"
    R"("md5OfBody":"m","eventSource":"aws:sqs","eventSourceARN":"arn:aws:sqs:us-east-1:123456789012:q",)"
    R"("awsRegion":"us-east-1"})";
constexpr const char* kS3Record =
    R"({"eventVersion":"2.1","eventSource":"aws:s3","awsRegion":"us-east-2","eventTime":)"
    R"("2019-09-03T19:37:27.192Z","eventName":"ObjectCreated:Put","responseElements":{)"
    R"("x-amz-request-id":"R","x-amz-id-2":"H"},"s3":{"bucket":{"name":"b","arn":"arn:aws:s3:::b"},)"
    R"("object":{"key":"k","size":5}}})";

// ---- Schemas, lint and suggestions ----

class NoRegex final : public RegexEngine {
 public:
  int32_t compile(std::string_view) override { return 0; }
  void release(int32_t) override {}
  bool test(int32_t, std::string_view) override { return true; }
};
NoRegex no_regex;

std::shared_ptr<Schema> compiled(const string& text) {
  auto schema = std::make_shared<Schema>(1, no_regex);
  const SchemaSource source = {"", text};
  Text mistakes;
  Diagnostic problem;
  demand(schema->compile({&source, 1}, {}, mistakes, problem), text.substr(0, 60).c_str());
  return schema;
}

Work validate(const string& schema_text, const string& event) {
  // Views of the text are kept.
  auto text = std::make_shared<string>(schema_text);
  auto schema = compiled(*text);
  return [text, schema, event] {
    SchemaValidator validator(1);
    Diagnostic problem;
    Text json;
    // A schema may ask for too many steps, which is an answer too.
    if (validator.validate(*schema, event, true, problem) == SchemaValidator::Verdict::kInvalid) {
      demand(validator.write_issues(*schema, json), "issues are written");
    }
  };
}

bool compile(std::string_view text) {
  compiled(string(text));
  return true;
}

bool compare(std::string_view text) {
  SchemaTree before(1);
  SchemaTree after(2);
  Diagnostic problem;
  Text output;
  if (!before.read(text, problem) || !after.read(text, problem)) return false;
  SchemaDiff diff(before, after, output);
  return diff.run();
}

bool write_types(std::string_view text) {
  SchemaTree schema(1);
  Diagnostic problem;
  Text output;
  if (!schema.read(text, problem)) return false;
  TypeWriter types(schema, 1, output);
  return types.write();
}

Work discover(const std::vector<string>& events) {
  return [events] {
    const DiscoveryLimits limits = {{100'000, 1000, 30, 10}, 1000, 20};
    Discovery discovery(limits, 1);
    Diagnostic problem;
    Text output;
    for (const string& event : events) demand(discovery.add(event, problem), event.c_str());
    demand(discovery.write(SchemaForm::k2020_12, output), "schemas are written");
  };
}

Work lint(const std::vector<string>& patterns) {
  return [patterns] {
    Text json;
    Linter linter(Profile::kRuler, json);
    for (uint32_t i = 0; i < patterns.size(); ++i) demand(linter.add(patterns[i], i), "linted");
    demand(linter.end(), "linted");
  };
}

Work suggest(const std::vector<string>& events) {
  return [events] {
    Samples samples;
    Diagnostic problem;
    Text json;
    for (const string& event : events) demand(samples.add(event, problem), event.c_str());
    demand(samples.finish(), "samples");
    const auto matching = static_cast<uint32_t>(events.size() / 2);
    demand(suggest_pattern(samples, matching, {}, json) == ErrorCode::kOk, "suggested");
  };
}

std::vector<string> numbered_events(size_t count) {
  std::vector<string> events;
  for (size_t i = 0; i < count; ++i) {
    events.push_back(R"({"a":)" + to_string(i) + R"(,"b":"x)" + to_string(i % 3) + R"(","c":)" +
                     (i < count / 2 ? "1" : "2") + '}');
  }
  return events;
}

// ---- The cases ----

void add_cases_of_events(std::vector<Case>& cases) {
  static std::vector<string> names;
  names.reserve(200);
  const auto named = [](const string& name) { return names.emplace_back(name).c_str(); };
  for (const Shape& shape : kShapes) {
    const auto text = shape.text;
    cases.push_back({named(string("read: ") + shape.name), 20'000, kLinear, [text](size_t n) {
                       return taking(text(n), [](std::string_view event) {
                         return validate_json(event).code == ErrorCode::kOk;
                       });
                     }});
    cases.push_back({named(string("match: ") + shape.name), 10'000, kLinear,
                     [text](size_t n) { return match(rules_of(usual_patterns()), text(n)); }});
    cases.push_back(
        {named(string("match touched: ") + shape.name), 10'000, kLinear, [text](size_t n) {
           return match(rules_of(usual_patterns(), Validation::kTouched), text(n));
         }});
    cases.push_back({named(string("explain: ") + shape.name), 5'000, kLinear, [text](size_t n) {
                       return taking(text(n), [](std::string_view event) {
                         bool done = true;
                         for (const char* pattern : kPatterns) {
                           done = done && explain_it(string(event), pattern);
                         }
                         return done;
                       });
                     }});
    cases.push_back({named(string("items: ") + shape.name), 20'000, kLinear, [text](size_t n) {
                       return taking(text(n), [](std::string_view event) {
                         JsonItems items;
                         Diagnostic problem;
                         return items.read(event, problem);
                       });
                     }});
    cases.push_back({named(string("toCloudEvent: ") + shape.name), 10'000, kLinear,
                     [text](size_t n) { return taking(aws_event(text(n)), convert); }});
    cases.push_back(
        {named(string("fromCloudEvent: ") + shape.name), 10'000, kLinear, [text](size_t n) {
           return taking(cloud_event(",\"data\":" + text(n)), [](std::string_view event) {
             return convert_back(event, Target::kPutEvents);
           });
         }});
    cases.push_back({named(string("validateCloudEvent: ") + shape.name), 10'000, kLinear,
                     [text](size_t n) { return taking(text(n), validate_cloud_event); }});
    cases.push_back({named(string("detect: ") + shape.name), 10'000, kLinear,
                     [text](size_t n) { return taking(text(n), detect); }});
    cases.push_back({named(string("discover: ") + shape.name), 5'000, kLinear,
                     [text](size_t n) { return discover({text(n)}); }});
    cases.push_back(
        {named(string("validate by schema: ") + shape.name), 5'000, kLinear, [text](size_t n) {
           return validate(
               R"({"properties":{"a":{"type":["array","object"],"uniqueItems":true,)"
               R"("items":{"minProperties":1}}},"additionalProperties":{"type":"number"}})",
               text(n));
         }});
  }
}

void add_cases_of_rules(std::vector<Case>& cases) {
  static std::vector<string> names;
  names.reserve(200);
  const auto named = [](const string& name) { return names.emplace_back(name).c_str(); };
  for (const PatternKind& kind : kAlternatives) {
    const auto alternative = kind.alternative;
    cases.push_back(
        {named(string("add one pattern: ") + kind.name), 1'000, kLinear,
         [alternative](size_t n) { return add(object("\"a\":" + array(list(n, alternative)))); }});
    cases.push_back({named(string("add rules: ") + kind.name), 1'000, kLinear,
                     [alternative](size_t n) { return add_many(one_each(n, alternative)); }});
    cases.push_back({named(string("match true among rules: ") + kind.name), 2'000, kind.most,
                     [alternative](size_t n) {
                       return match(rules_of(one_each(n, alternative)), R"({"a":true,"b":[1,2]})");
                     }});
    cases.push_back(
        {named(string("match among rules: ") + kind.name), 1'000, kLinear, [alternative](size_t n) {
           return match(rules_of(one_each(n, alternative)),
                        R"({"a":["aaaa7","k7",500000,"10.0.1.3","a77ab"]})");
         }});
    cases.push_back({named(string("add and remove rules: ") + kind.name), 1'000, kLinear,
                     [alternative](size_t n) -> Work {
                       const auto rules = rules_of(one_each(n, alternative));
                       return [rules, n] {
                         for (size_t i = 0; i < n; ++i) {
                           demand(rules->remove("r" + to_string(i * 7919 % n)) != kNoRule ||
                                      n % 7919 == 0,
                                  "the rule is removed");
                         }
                       };
                     }});
    cases.push_back(
        {named(string("save: ") + kind.name), 1'000, kLinear, [alternative](size_t n) -> Work {
           const auto rules = rules_of(one_each(n, alternative));
           return [rules] {
             Vec<char> bytes;
             demand(save_snapshot(*rules, "", bytes), "saved");
           };
         }});
    cases.push_back(
        {named(string("load: ") + kind.name), 1'000, kLinear, [alternative](size_t n) -> Work {
           const auto rules = rules_of(one_each(n, alternative));
           auto bytes = std::make_shared<Vec<char>>();
           demand(save_snapshot(*rules, "", *bytes), "saved");
           return [bytes] {
             SnapshotHeader header;
             Diagnostic problem;
             demand(read_snapshot({bytes->data(), bytes->size()}, header, problem), "a snapshot");
             RuleSet loaded(header.options);
             demand(load_snapshot(header, loaded, problem), "loaded");
           };
         }});
    cases.push_back(
        {named(string("lint one pattern: ") + kind.name), 250, kSquare, [alternative](size_t n) {
           return lint({object("\"a\":" + array(list(n, alternative)))});
         }});
    cases.push_back({named(string("lint rules: ") + kind.name), 250, kSquare,
                     [alternative](size_t n) { return lint(one_each(n, alternative)); }});
    cases.push_back({named(string("explain by a long list: ") + kind.name), 1'000, kLinear,
                     [alternative](size_t n) {
                       return taking(object("\"a\":" + array(list(n, alternative))),
                                     [](std::string_view pattern) {
                                       return explain_it(R"({"a":"aaaa7x"})", pattern);
                                     });
                     }});
  }
}

string or_of(size_t branches, const char* name) {
  return "{\"$or\":[" +
         list(branches, [&](size_t i) { return "{\"" + string(name) + to_string(i) + "\":[1]}"; }) +
         "]}";
}

const Case kOthers[] = {
    // n branches times n. Products of few branches cost less than larger ones would have them.
    {"add a product of $or", 7, 2.4,
     [](size_t n) { return add(object("\"x\":" + or_of(n, "a") + ",\"y\":" + or_of(n, "b"))); }},
    {"add a pattern of many fields", 30, kLinear,
     [](size_t n) { return add(object(list(n, [](size_t i) { return key(i) + ":[1]"; }))); }},
    {"add a deep pattern", 100, kLinear,
     [](size_t n) { return add(repeated("{\"a\":", n) + "[1]" + repeated("}", n)); }},
    {"add a long wildcard", 1'000, kLinear,
     [](size_t n) { return add("{\"a\":[{\"wildcard\":\"" + repeated("a*", n) + "b\"}]}"); }},
    {"match a long wildcard that nearly fits", 1'000, kSquare,
     [](size_t n) {
       return match(rules_of({"{\"a\":[{\"wildcard\":\"" + repeated("a*", n) + "bb\"}]}"}),
                    "{\"a\":\"" + string(20 * n, 'a') + "b\"}");
     }},
    {"match a part that nearly fits", 1'000, kLinear,
     [](size_t n) {
       return match(rules_of({"{\"a\":[{\"wildcard\":\"*" + string(n, 'a') + "c*\"}]}"}),
                    "{\"a\":\"" + string(20 * n, 'a') + "b\"}");
     }},
    {"match the end of a text that nearly fits", 1'000, kLinear,
     [](size_t n) {
       return match(rules_of({"{\"a\":[{\"suffix\":\"b" + string(n, 'a') + "\"}]}"}),
                    "{\"a\":\"" + string(20 * n, 'a') + "\"}");
     }},
    {"add rules of services", 1'000, kLinear, [](size_t n) { return add_many(service_rules(n)); }},
    {"match rules of services", 2'000, kConstant,
     [](size_t n) { return match(rules_of(service_rules(n)), kServiceEvent); }},
    {"match rules that share all but one value", 2'000, kConstant,
     [](size_t n) {
       std::vector<string> patterns;
       for (size_t i = 0; i < n; ++i) {
         patterns.push_back(R"({"a":["x"],"b":["x"],"c":[)" + key(i) + "]}");
       }
       return match(rules_of(patterns), R"({"a":"x","b":"x","c":"none"})");
     }},
    {"add patterns under one name", 1'000, kLinear,
     [](size_t n) -> Work {
       return [n] {
         RuleSet rules;
         Diagnostic problem;
         RuleId id = kNoRule;
         for (size_t i = 0; i < n; ++i) {
           demand(rules.add("r", object("\"a\":[" + key(i) + ']'), problem, id) ==
                      RuleSet::Added::kNew,
                  "added");
         }
       };
     }},
    {"replace one of many rules", 2'000, kConstant,
     [](size_t n) -> Work {
       const auto rules = rules_of(service_rules(n));
       return [rules] {
         Diagnostic problem;
         RuleId id = kNoRule;
         for (int i = 0; i < 100; ++i) {
           demand(rules->replace("r5", object("\"a\":[" + key(static_cast<size_t>(i)) + ']'),
                                 problem, id),
                  "replaced");
         }
       };
     }},
    {"list and clear rules", 1'000, kLinear,
     [](size_t n) -> Work {
       const auto rules = rules_of(service_rules(n));
       return [rules] {
         Vec<RuleId> ids;
         demand(rules->list_rules(ids), "listed");
         rules->clear();
       };
     }},
    {"match an array of objects by many fields", 500, kLinear,
     [](size_t n) {
       return match(rules_of({R"({"a":{"b":[1],"c":[1],"d":[1],"e":[{"exists":false}]}})"}),
                    "{\"a\":[" + list(n, [](size_t i) {
                      return "{\"" + string(1, static_cast<char>('b' + i % 3)) + "\":1}";
                    }) + "]}");
     }},
    {"match one array that comes many times", 200, kLinear,
     [](size_t n) {
       return match(rules_of({R"({"a":{"b":[1],"c":[1],"d":[1]}})"}), object(list(n, [](size_t i) {
                      return "\"a\":[{\"" + string(1, static_cast<char>('b' + i % 3)) +
                             "\":1},{\"b\":1}]";
                    })));
     }},
    {"testEventPattern", 5'000, kLinear,
     [](size_t n) {
       return taking(aws_event(object(members(n))), [](std::string_view event) {
         ServiceAnswer answer;
         test_event_pattern(event, R"({"detail":{"k7":[1]}})", answer);
         return answer.kind == ServiceAnswer::Kind::kMatch;
       });
     }},
    {"explain a pattern of many fields", 30, kLinear,
     [](size_t n) {
       return taking(
           object(list(n, [](size_t i) { return key(i) + ":[2]"; })),
           [](std::string_view pattern) { return explain_it(object(members(300)), pattern); });
     }},

    {"toCloudEvents: SQS", 500, kLinear,
     [](size_t n) { return taking(records(n, kSqsRecord), convert_records); }},
    {"toCloudEvents: S3", 500, kLinear,
     [](size_t n) { return taking(records(n, kS3Record), convert_records); }},
    {"toCloudEvents: records that lack everything", 500, kLinear,
     [](size_t n) {
       return taking(
           records(n, R"({"eventVersion":"2.1","eventSource":"aws:s3","eventName":"x","s3":{}})"),
           convert_records);
     }},
    {"toCloudEvents: a record of many members", 5'000, kLinear,
     [](size_t n) {
       return taking(
           records(1, R"({"eventVersion":"2.1","eventSource":"aws:s3","eventName":"x","s3":{},)" +
                          members(n) + '}'),
           convert_records);
     }},
    {"toCloudEvents: a batch of CloudEvents", 1'000, kLinear,
     [](size_t n) {
       return taking(array(list(n, [](size_t) { return cloud_event(""); })), convert_records);
     }},
    {"toCloudEvents: records in records", 200, kLinear,
     [](size_t n) {
       string body = R"({"a":1})";
       for (int i = 0; i < 3; ++i) body = records(1, queued(body));
       return taking(records(n, queued(body)), convert_records);
     }},
    {"fromCloudEvent: extensions to an event", 1'000, kLinear,
     [](size_t n) {
       return taking(cloud_event(extensions(n)), [](std::string_view event) {
         return convert_back(event, Target::kEventBridge);
       });
     }},
    {"fromCloudEvent: extensions to SNS", 1'000, kLinear,
     [](size_t n) {
       return taking(cloud_event(extensions(n)),
                     [](std::string_view event) { return convert_back(event, Target::kSns); });
     }},
    {"fromCloudEvent: extensions to Event Grid", 1'000, kLinear,
     [](size_t n) {
       return taking(cloud_event(extensions(n)), [](std::string_view event) {
         return convert_back(event, Target::kEventGrid);
       });
     }},
    {"upgradeCloudEvent", 1'000, kLinear,
     [](size_t n) {
       return taking(
           R"({"specversion":"0.3","id":"1","source":"/s","type":"t")" + extensions(n) + '}',
           upgrade);
     }},
    {"snsAttributes", 1'000, kLinear,
     [](size_t n) {
       return taking(object(list(n,
                                 [](size_t i) {
                                   return key(i) + R"(:{"Type":"String.Array","Value":"[1,2,3]"})";
                                 })),
                     [](std::string_view text) {
                       Text event;
                       Diagnostic problem;
                       return sns_attributes_event(text, event, problem);
                     });
     }},
    {"http.binary", 1'000, kLinear,
     [](size_t n) { return taking(cloud_event(extensions(n)), write_http); }},
    {"http.read: headers", 1'000, kLinear,
     [](size_t n) {
       return taking(R"([null,"ce-specversion","1.0","ce-id","1","ce-source","/s","ce-type","t",)" +
                         list(n, [](size_t i) { return "\"ce-e" + to_string(i) + "\",\"v%20\""; }) +
                         "]",
                     read_http);
     }},
    {"http.read: headers of others", 1'000, kLinear,
     [](size_t n) {
       return taking(R"([null,"ce-specversion","1.0","ce-id","1","ce-source","/s","ce-type","t",)" +
                         list(n, [](size_t i) { return "\"x-e" + to_string(i) + "\",\"v\""; }) +
                         "]",
                     read_http);
     }},
    {"validateCloudEvent: extensions", 1'000, kLinear,
     [](size_t n) { return taking(cloud_event(extensions(n)), validate_cloud_event); }},
    {"validateCloudEvent: a batch", 500, kLinear,
     [](size_t n) {
       return taking(array(list(n, [](size_t) { return cloud_event(""); })), validate_cloud_event);
     }},
    {"validateCloudEvent: a batch of what is wrong", 500, kLinear,
     [](size_t n) {
       return taking(array(list(n, [](size_t) { return string(R"({"time":"x","UPPER":{}})"); })),
                     validate_cloud_event);
     }},
    {"validateEventBridgeEvent", 1'000, kLinear,
     [](size_t n) { return taking(aws_event(object(members(n))), validate_aws_event); }},
    {"validateEventBridgeEvent: resources", 1'000, kLinear,
     [](size_t n) {
       return taking(R"({"resources":)" + array(list(n, [](size_t i) { return key(i); })) + '}',
                     validate_aws_event);
     }},

    {"compileSchema: properties", 1'000, kLinear,
     [](size_t n) {
       return taking(R"({"properties":{)" +
                         list(n, [](size_t i) { return key(i) + R"(:{"type":"string"})"; }) + "}}",
                     compile);
     }},
    {"compileSchema: references", 1'000, kLinear,
     [](size_t n) {
       return taking(R"({"$defs":{)" +
                         list(n,
                              [](size_t i) {
                                return key(i) + R"(:{"$ref":"#/$defs/k)" + to_string(i / 2) + "\"}";
                              }) +
                         "}}",
                     compile);
     }},
    {"compileSchema: enum", 1'000, kLinear,
     [](size_t n) {
       return taking(R"({"enum":[)" + list(n, [](size_t i) { return key(i); }) + "]}", compile);
     }},
    {"validate by schema: unique objects", 1'000, kLinear,
     [](size_t n) {
       return validate(
           R"({"properties":{"a":{"uniqueItems":true}}})",
           "{\"a\":" +
               array(list(n, [](size_t i) { return "{\"b\":" + to_string(i) + ",\"c\":[1]}"; })) +
               '}');
     }},
    {"validate by schema: unique objects whose names are their values", 1'000, kLinear,
     [](size_t n) {
       return validate(
           R"({"properties":{"a":{"uniqueItems":true}}})",
           "{\"a\":" + array(list(n, [](size_t i) { return object(key(i) + ':' + key(i)); })) +
               '}');
     }},
    {"validate by schema: anyOf of an array", 1'000, kLinear,
     [](size_t n) {
       return validate(R"({"properties":{"a":{"items":{"anyOf":[{"type":"string"},{"minimum":3},)"
                       R"({"const":1}]}}}})",
                       "{\"a\":" + array(list(n, [](size_t i) { return to_string(i % 5); })) + '}');
     }},
    // Bounded by SchemaValidator::kMaxSteps.
    {"validate by schema: many required", 1'000, kSquare,
     [](size_t n) {
       return validate(R"({"required":[)" + list(n, [](size_t i) { return key(i); }) + "]}",
                       object(members(n / 2)));
     }},
    {"compareSchemas", 1'000, kLinear,
     [](size_t n) {
       return taking(
           R"({"properties":{)" +
               list(n, [](size_t i) { return key(i) + R"(:{"type":"string","enum":["a","b"]})"; }) +
               "}}",
           compare);
     }},
    {"schemaToTypes", 1'000, kLinear,
     [](size_t n) {
       return taking(R"({"title":"T","type":"object","properties":{)" +
                         list(n,
                              [](size_t i) {
                                return key(i) +
                                       R"(:{"type":"object","properties":{"a":{"type":"string"}}})";
                              }) +
                         "}}",
                     write_types);
     }},
    {"discover: events", 500, kLinear, [](size_t n) { return discover(numbered_events(n)); }},
    {"suggestPattern: events", 50, kSquare, [](size_t n) { return suggest(numbered_events(n)); }},
};

// ---- Measuring ----

bool is_wanted(const Case& one, const std::vector<string>& words) {
  const auto is_in_name = [&](const string& word) {
    return string(one.name).find(word) != string::npos;
  };
  return words.empty() || std::any_of(words.begin(), words.end(), is_in_name);
}

uint64_t cost(const Case& one, size_t size) {
  const Work work = one.make(size);
  const uint64_t before = hardening::steps;
  work();
  return hardening::steps - before;
}

bool run(const Case& one) {
  uint64_t costs[3];
  for (size_t i = 0; i < 3; ++i) costs[i] = cost(one, one.size << i);
  double worst = 0;
  for (size_t i = 1; i < 3; ++i) {
    const auto ratio = static_cast<double>(costs[i]) / static_cast<double>(costs[i - 1]);
    worst = std::max(worst, std::log2(ratio));
  }
  const bool passed = worst <= one.most && costs[0] > 0;
  std::printf("%-52s %8zu %12llu %12llu %12llu  %5.2f of %.2f%s\n", one.name, one.size,
              static_cast<unsigned long long>(costs[0]), static_cast<unsigned long long>(costs[1]),
              static_cast<unsigned long long>(costs[2]), worst, one.most,
              passed ? "" : "  TOO MUCH");
  std::fflush(stdout);
  return passed;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<string> words(argv + 1, argv + argc);
  std::vector<Case> cases;
  add_cases_of_events(cases);
  add_cases_of_rules(cases);
  cases.insert(cases.end(), std::begin(kOthers), std::end(kOthers));
  std::printf("%-52s %8s %12s %12s %12s  exponent\n", "steps", "size", "once", "twice",
              "four times");
  size_t done = 0;
  size_t failed = 0;
  for (const Case& one : cases) {
    if (!is_wanted(one, words)) continue;
    ++done;
    if (!run(one)) ++failed;
  }
  std::printf("growth: %zu passed, %zu failed\n", done - failed, failed);
  return failed == 0 && done > 0 ? 0 : 1;
}
