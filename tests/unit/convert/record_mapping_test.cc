#include "convert/record_mapping.h"

#include <catch2/catch.hpp>
#include <set>
#include <string>
#include <vector>

#include "convert/to_cloud_events.h"
#include "json/items.h"

using namespace tidegate;

namespace {

// What a template asks for, form and path, as "form:path" or "path".
std::vector<std::string> values_of(std::string_view pattern) {
  std::vector<std::string> values;
  for (size_t at = pattern.find('{'); at != std::string_view::npos; at = pattern.find('{', at)) {
    const size_t end = pattern.find('}', at);
    REQUIRE(end != std::string_view::npos);
    std::string expression(pattern.substr(at + 1, end - at - 1));
    expression += '|';
    for (size_t begin = 0; begin < expression.size();) {
      const size_t bar = expression.find('|', begin);
      values.push_back(expression.substr(begin, bar - begin));
      begin = bar + 1;
    }
    at = end;
  }
  return values;
}

std::vector<const RecordMapping*> all_mappings() {
  std::vector<const RecordMapping*> mappings;
  for (uint8_t kind = 0; kind < kInputKindCount; ++kind) {
    for (const RecordProfile profile : {RecordProfile::kSpecAdapter, RecordProfile::kArn}) {
      const RecordMapping* mapping = find_mapping(static_cast<InputKind>(kind), profile);
      if (mapping != nullptr && mapping->profile == profile) mappings.push_back(mapping);
    }
  }
  return mappings;
}

struct Sample {
  const char* input;
  const char* id;
  const char* source;
  const char* type;
  const char* subject;
  const char* time;
};

std::string member(const JsonItems& event, std::string_view name) {
  const JsonItem* item = event.find(name);
  return item == nullptr ? "" : std::string(item->value);
}

}  // namespace

TEST_CASE("every mapping names what an event must have, in words that there are") {
  const std::set<std::string> forms = {"url",  "s",     "ms",     "time", "base64",
                                       "keys", "event", "family", "arn"};
  for (const RecordMapping* mapping : all_mappings()) {
    INFO(input_kind_name(mapping->kind));
    CHECK_FALSE(mapping->source.empty());
    CHECK_FALSE(mapping->type.empty());
    CHECK((mapping->extension.empty() || mapping->extension.find("={") != std::string_view::npos));
    for (const std::string_view pattern :
         {mapping->id, mapping->source, mapping->type, mapping->subject, mapping->time,
          mapping->extension, mapping->data_type, mapping->tie_break}) {
      for (const std::string& value : values_of(pattern)) {
        INFO(value);
        const size_t colon = value.find(':');
        CHECK(colon != 0);
        CHECK(value.size() > (colon == std::string::npos ? 0 : colon + 1));
        if (colon != std::string::npos) CHECK(forms.count(value.substr(0, colon)) == 1);
      }
    }
    for (const std::string& value : values_of(mapping->time)) {
      CHECK((value.starts_with("s:") || value.starts_with("ms:") || value.starts_with("time:")));
    }
  }
}

TEST_CASE("events of kinds of which there are few samples") {
  const Sample samples[] = {
      {R"({"Service":"Amazon S3","Event":"s3:TestEvent","Time":"2014-10-13T15:57:02.089Z",)"
       R"("Bucket":"b","RequestId":"R","HostId":"H"})",
       "R.H", "aws:s3.b", "com.amazonaws.s3.TestEvent", "", "2014-10-13T15:57:02.089Z"},
      {R"({"Type":"SubscriptionConfirmation","MessageId":"m","Token":"x","TopicArn":"arn:t",)"
       R"("Message":"You have chosen","SubscribeURL":"https://s","Timestamp":"2012-04-26T20:45:04.751Z"})",
       "m", "arn:t", "com.amazonaws.sns.SubscriptionConfirmation", "", "2012-04-26T20:45:04.751Z"},
      {R"({"eventSource":"aws:kinesis","partitionKey":"p","sequenceNumber":"1","data":"eA==",)"
       R"("approximateArrivalTimestamp":1545084650.5,"eventID":"shardId-0:1","eventSourceARN":"arn:s"})",
       "shardId-0:1", "arn:s", "com.amazon.kinesis.stream_record", "p", "2018-12-17T22:10:50.5Z"},
      {R"({"eventSource":"aws:kafka","eventSourceArn":"arn:c","eventSourceKey":"t-0","topic":"t",)"
       R"("partition":0,"offset":7,"timestamp":1545084650987,"value":"eA==","headers":[]})",
       "t-0@7", "arn:c", "com.amazon.kafka.record", "t", "2018-12-17T22:10:50.987Z"},
      {R"({"eventSource":"SelfManagedKafka","bootstrapServers":"a:1,b:2","topic":"t","partition":0,)"
       R"("offset":7,"value":"eA==","headers":[]})",
       "t-0@7", "kafka:a:1,b:2", "com.amazon.kafka.record", "t", ""},
      {R"([{"eventSource":"aws:mq","eventSourceArn":"arn:b","messageID":"ID:1","data":"eA==",)"
       R"("destination":{"physicalName":"q"},"timestamp":0}])",
       "ID:1", "arn:b", "com.amazon.mq.message", "q", "1970-01-01T00:00:00.000Z"},
      {R"({"eventSource":"aws:rmq","eventSourceArn":"arn:b","rmqMessagesByQueue":{"q::/":[)"
       R"({"basicProperties":{"messageId":"m","contentType":"text/csv"},"data":"eA=="}]}})",
       "m", "arn:b", "com.amazon.mq.message", "q::/", ""},
      {R"({"eventSourceArn":"arn:d","eventSource":"aws:docdb","events":[{"event":{"_id":{"_data":"01"},)"
       R"("clusterTime":{"$timestamp":{"t":1676588775,"i":9}},"operationType":"insert",)"
       R"("ns":{"db":"test","coll":"things"}}}]})",
       "01", "arn:d", "com.amazon.documentdb.insert", "test.things", "2023-02-16T23:06:15Z"},
      {R"({"eventType":"Open","mail":{"messageId":"m","sourceArn":"arn:i","timestamp":"2017-08-09T21:59:49.927Z"},)"
       R"("open":{"timestamp":"2017-08-09T22:00:19.652Z"}})",
       "m.Open.2017-08-09T22:00:19.652Z", "arn:i", "com.amazon.ses.Open", "",
       "2017-08-09T22:00:19.652Z"},
      {R"({"notificationType":"Bounce","mail":{"messageId":"m","source":"a@example.com"},)"
       R"("bounce":{"feedbackId":"f","timestamp":"2017-08-05T00:41:02.669Z"}})",
       "m.Bounce.f", "a@example.com", "com.amazon.ses.Bounce", "", "2017-08-05T00:41:02.669Z"},
      {R"({"CodePipeline.job":{"id":"j","accountId":"111111111111","data":{}}})", "j",
       "aws:codepipeline.111111111111", "com.amazon.codepipeline.job", "", ""},
      {R"({"AlarmName":"a b","AlarmArn":"arn:a","NewStateValue":"ALARM","StateChangeTime":"2015-06-03T17:43:27.123+0000"})",
       "2015-06-03T17:43:27.123+0000", "arn:a", "com.amazon.cloudwatch.alarm", "a b",
       "2015-06-03T17:43:27.123+00:00"},
      {R"([{"id":"1","eventType":"recordInserted","subject":"myapp/vehicles","eventTime":"2017-08-10T21:03:07.1234567Z",)"
       R"("data":{"make":"Ducati"},"dataVersion":"1.0","metadataVersion":"1","topic":"/subscriptions/s"}])",
       "1", "/subscriptions/s", "recordInserted", "myapp/vehicles", "2017-08-10T21:03:07.1234567Z"},
      {R"({"message":{"data":"eA==","messageId":"2070443601311540","publishTime":"2021-02-26T19:13:55.749Z"},)"
       R"("subscription":"projects/p/subscriptions/s"})",
       "2070443601311540", "//pubsub.googleapis.com/projects/p/subscriptions/s",
       "google.cloud.pubsub.topic.v1.messagePublished", "", "2021-02-26T19:13:55.749Z"},
  };
  for (const Sample& sample : samples) {
    INFO(sample.input);
    CloudEvents result;
    Diagnostic problem;
    REQUIRE(to_cloud_events(sample.input, {}, nullptr, result, problem));
    CHECK(result.issues.view() == "[]");
    REQUIRE(result.ends.size() == 1);
    JsonItems event;
    REQUIRE(event.read(result.events.view(), problem));
    CHECK(member(event, "id") == sample.id);
    CHECK(member(event, "source") == sample.source);
    CHECK(member(event, "type") == sample.type);
    CHECK(member(event, "subject") == sample.subject);
    CHECK(member(event, "time") == sample.time);
  }
}

TEST_CASE("what a payload is said to be counts as long as it can be true") {
  const auto data_of = [](const std::string& type, const std::string& base64) {
    CloudEvents result;
    Diagnostic problem;
    const std::string input =
        R"({"eventSource":"aws:rmq","eventSourceArn":"arn:b","rmqMessagesByQueue":{"q":[)"
        R"({"basicProperties":{"messageId":"m","contentType":)" +
        type + R"(},"data":")" + base64 + R"("}]}})";
    REQUIRE(to_cloud_events(input, {}, nullptr, result, problem));
    const std::string event(result.events.view());
    return event.substr(0, event.find(",\"id\""));
  };
  CHECK(data_of("\"text/csv\"", "MSwy") == R"({"data":"1,2","datacontenttype":"text/csv")");
  CHECK(data_of("\"application/json\"", "MQ==") ==
        R"({"data":1,"datacontenttype":"application/json")");
  CHECK(data_of("\"application/json\"", "eA==") == R"({"data":"x","datacontenttype":"text/plain")");
  CHECK(data_of("\"image/png\"", "iQ==") ==
        R"({"data_base64":"iQ==","datacontenttype":"image/png")");
  CHECK(data_of("\"no type\"", "e30=") == R"({"data":{},"datacontenttype":"application/json")");
  CHECK(data_of("null", "e30=") == R"({"data":{},"datacontenttype":"application/json")");
}
