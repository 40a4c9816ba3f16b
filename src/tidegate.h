#pragma once

// All that the library offers to C++, in one header:
//
//   rules     match/rule_set.h (the place to begin), match/snapshot.h, match/explain.h,
//             match/test_event_pattern.h, event/sns_attributes.h
//   convert   convert/cloud_event.h, convert/to_cloud_events.h, convert/from_cloud_event.h,
//             convert/upgrade.h, event/detect.h, protocol/write_message.h, protocol/read_message.h
//   validate  event/validate_cloud_event.h, event/validate_aws_event.h
//   lint      lint/linter.h
//   schemas   schema/schema.h, schema/validator.h, schema/discovery.h, schema/schema_diff.h,
//             schema/type_writer.h
//   suggest   suggest/suggest_pattern.h
//
// Where it is installed, or is a folder of another project, these are <tidegate/tidegate.h>,
// <tidegate/match/rule_set.h> and so on; what they include comes along, and is no more than their
// means.
//
// Nothing here throws, and nothing aborts: what can fail returns false, or an enumerator that says
// so, and tells the rest to a Diagnostic. Texts that come in are borrowed for the call; texts that
// go out are a Text of the caller's. What the caller derives and hands in (Gunzip, RegexEngine)
// must not throw through the library either, which is compiled without exceptions; its users need
// not be.

#include "base/diagnostic.h"
#include "base/limits.h"
#include "base/text.h"
#include "convert/cloud_event.h"
#include "convert/from_cloud_event.h"
#include "convert/to_cloud_events.h"
#include "convert/upgrade.h"
#include "event/detect.h"
#include "event/issues.h"
#include "event/sns_attributes.h"
#include "event/validate_aws_event.h"
#include "event/validate_cloud_event.h"
#include "lint/linter.h"
#include "match/explain.h"
#include "match/match_scratch.h"
#include "match/rule_set.h"
#include "match/snapshot.h"
#include "match/test_event_pattern.h"
#include "protocol/read_message.h"
#include "protocol/write_message.h"
#include "schema/discovery.h"
#include "schema/schema.h"
#include "schema/schema_diff.h"
#include "schema/type_writer.h"
#include "schema/validator.h"
#include "suggest/suggest_pattern.h"
