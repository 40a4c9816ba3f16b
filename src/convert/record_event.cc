#include "convert/record_event.h"

#include "base/base64.h"
#include "base/hash.h"
#include "event/media_type.h"
#include "event/uri.h"
#include "json/pointer.h"
#include "json/reader.h"
#include "json/writer.h"

namespace tidegate {

BatchIds::Added BatchIds::add(std::string_view source, std::string_view id) {
  const uint32_t begin = static_cast<uint32_t>(keys_.view().size());
  keys_.append(source).append('\n').append(id);
  if (keys_.failed()) return Added::kNoMemory;
  const Span span = {begin, static_cast<uint32_t>(keys_.view().size())};
  const auto text_of = [&](Span key) {
    return keys_.view().substr(key.begin, key.end - key.begin);
  };
  const auto hash = static_cast<uint32_t>(hash_text(hash_seed_, text_of(span)) >> 32);
  const auto equal = [&](uint32_t other) { return text_of(spans_[other]) == text_of(span); };
  if (table_.find(hash, equal) != IdTable::kNone) {
    keys_.cut(begin);
    return Added::kAlreadyThere;
  }
  if (!table_.reserve_one() || !spans_.push(span)) return Added::kNoMemory;
  table_.insert(hash, spans_.size() - 1);
  return Added::kNew;
}

namespace {

class RecordEventWriter {
 public:
  RecordEventWriter(const RecordSource& record, const RecordMapping& mapping, RecordValues& values,
                    const Payload& payload, const Generated& generated, BatchIds& ids,
                    Losses& losses, Diagnostic& problem)
      : record_(record),
        mapping_(mapping),
        values_(values),
        payload_(payload),
        generated_(generated),
        ids_(ids),
        losses_(losses),
        problem_(problem) {}

  bool write(Text& output) {
    if (!find_source() || !find_type() || !find_id()) return false;
    find_optional(mapping_.subject, subject_);
    find_time();
    find_extension();
    const JsonItem* data = values_.find(mapping_.data);
    const bool is_record = data == nullptr && is_record_data();
    const std::string_view data_text = is_record         ? record_.text
                                       : data == nullptr ? std::string_view()
                                                         : data->text;
    find_data_type(!data_text.empty());
    Text event;
    append_event(data_text, event);
    if (!is_record) add_losses();
    if (event.failed() || texts_failed() || values_.failed() || losses_.failed()) {
      problem_.set(ErrorCode::kOutOfMemory);
      return false;
    }
    output.append(event.view());
    return true;
  }

 private:
  // Whether the data is the record where there is no member for it.
  bool is_record_data() const {
    return !mapping_.payload_is_data && (mapping_.data.empty() || mapping_.data.ends_with('|'));
  }

  bool texts_failed() const {
    for (const Text* text : {&id_, &source_, &type_, &subject_, &time_, &extension_, &data_type_}) {
      if (text->failed()) return true;
    }
    return false;
  }

  bool fail(std::string_view attribute, std::string_view paths) {
    if (values_.failed()) {
      problem_.set(ErrorCode::kOutOfMemory);
      return false;
    }
    problem_.set(ErrorCode::kEventField);
    problem_.pointer.append(record_.pointer);
    problem_.reason.clear();
    problem_.reason.append("The record has no ").append(attribute).append(" for a CloudEvent.");
    if (paths.empty()) {
      problem_.hint.append("Records of this kind never have one");
    } else {
      problem_.hint.append("It would be ").append(paths);
    }
    if (attribute == "id") problem_.hint.append("; the option \"generate\" makes one up");
    problem_.hint.append('.');
    return false;
  }

  bool find_source() {
    Text source;
    if (!values_.append(mapping_.source, source)) return fail("source", mapping_.source);
    append_uri_reference(source.view(), source_);
    return true;
  }

  bool find_type() { return values_.append(mapping_.type, type_) || fail("type", mapping_.type); }

  bool find_id() {
    Text id;
    if (!values_.append(mapping_.id, id)) {
      if (generated_.id.empty()) return fail("id", mapping_.id);
      id.append(generated_.id);
      if (record_.in_batch) id.append('-').append_number(record_.index);
    }
    return make_unique(id);
  }

  // Records that a service gave the same id are told apart by what else differs, or by a number.
  bool make_unique(const Text& id) {
    id_.append(id.view());
    BatchIds::Added added = ids_.add(source_.view(), id_.view());
    if (added == BatchIds::Added::kAlreadyThere && !mapping_.tie_break.empty()) {
      id_.append('.');
      if (values_.append(mapping_.tie_break, id_)) added = ids_.add(source_.view(), id_.view());
    }
    if (added == BatchIds::Added::kAlreadyThere) {
      id_.clear();
      id_.append(id.view());
    }
    // Another record may have such an id by itself; each further try needs a longer one.
    while (added == BatchIds::Added::kAlreadyThere) {
      id_.append('#').append_number(record_.index);
      if (id_.failed()) break;
      added = ids_.add(source_.view(), id_.view());
    }
    if (added != BatchIds::Added::kNoMemory) return true;
    problem_.set(ErrorCode::kOutOfMemory);
    return false;
  }

  // An attribute that need not be there. What is there but cannot be one is a loss.
  void find_optional(std::string_view pattern, Text& text) {
    if (pattern.empty() || values_.append(pattern, text)) return;
    any_path(pattern, [&](std::string_view path, bool in_input) {
      const JsonItem* item = in_input ? nullptr : values_.find(path);
      if (item == nullptr || item->value.empty()) return false;
      lose(path, "What is there cannot be an attribute.");
      return true;
    });
  }

  void find_time() {
    find_optional(mapping_.time, time_);
    if (time_.empty()) time_.append(generated_.time);
  }

  void find_extension() {
    const size_t equals = mapping_.extension.find('=');
    if (equals == std::string_view::npos) return;
    find_optional(mapping_.extension.substr(equals + 1), extension_);
  }

  // How the data is written, and with which media type: what the record says counts as long as it
  // can be true.
  enum class DataForm : uint8_t { kNone, kJson, kString, kBase64 };

  void find_data_type(bool has_data) {
    if (!mapping_.payload_is_data) {
      if (!has_data) return;
      data_form_ = DataForm::kJson;
      data_type_.append("application/json");
      return;
    }
    const Payload::Kind kind = payload_.kind;
    if (kind != Payload::Kind::kNone) find_optional(mapping_.data_type, data_type_);
    const std::string_view said = data_type_.view();
    const bool may_be_json = kind == Payload::Kind::kJson ||
                             (kind == Payload::Kind::kText && is_json_media_type(said) &&
                              validate_json(payload_.bytes.view()).code == ErrorCode::kOk);
    if (is_media_type(said) && (may_be_json || !is_json_media_type(said))) {
      data_form_ = is_json_media_type(said)         ? DataForm::kJson
                   : kind == Payload::Kind::kBinary ? DataForm::kBase64
                                                    : DataForm::kString;
      return;
    }
    data_type_.clear();
    switch (kind) {
      case Payload::Kind::kNone:
        return;
      case Payload::Kind::kJson:
        data_form_ = DataForm::kJson;
        data_type_.append("application/json");
        return;
      case Payload::Kind::kText:
        data_form_ = DataForm::kString;
        data_type_.append("text/plain");
        return;
      case Payload::Kind::kBinary:
        data_form_ = DataForm::kBase64;
        data_type_.append("application/octet-stream");
        return;
    }
  }

  void append_event(std::string_view data, Text& event) {
    ObjectWriter writer(event);
    append_data(mapping_.payload_is_data ? payload_.bytes.view() : data, writer, event);
    if (!data_type_.empty()) writer.string("datacontenttype", data_type_.view());
    const std::string_view extension = mapping_.extension.substr(0, mapping_.extension.find('='));
    const bool before_id = extension < "id";
    if (before_id) append_optional(writer, extension, extension_);
    writer.string("id", id_.view());
    if (!before_id) append_optional(writer, extension, extension_);
    writer.string("source", source_.view());
    writer.string("specversion", "1.0");
    append_optional(writer, "subject", subject_);
    append_optional(writer, "time", time_);
    writer.string("type", type_.view());
    writer.end();
  }

  void append_data(std::string_view data, ObjectWriter& writer, Text& event) const {
    switch (data_form_) {
      case DataForm::kNone:
        return;
      case DataForm::kJson:
        return writer.member("data", data);
      case DataForm::kString:
        return writer.string("data", data);
      case DataForm::kBase64:
        writer.name("data_base64");
        event.append('"');
        append_base64(data, event);
        event.append('"');
    }
  }

  static void append_optional(ObjectWriter& writer, std::string_view name, const Text& text) {
    if (!text.empty()) writer.string(name, text.view());
  }

  // How much of a path in the record the mapping names.
  enum class Use : uint8_t { kNone, kPart, kWhole };

  Use use_of(std::string_view path) const {
    Use use = Use::kNone;
    const auto look = [&](std::string_view used, bool in_input) {
      if (in_input) return false;
      if (used == path) {
        use = Use::kWhole;
      } else if (used.size() > path.size() && used.starts_with(path) && used[path.size()] == '/') {
        use = Use::kPart;
      }
      return use == Use::kWhole;
    };
    const std::string_view patterns[] = {mapping_.id,        mapping_.source,   mapping_.type,
                                         mapping_.subject,   mapping_.time,     mapping_.extension,
                                         mapping_.data_type, mapping_.tie_break};
    for (const std::string_view pattern : patterns) {
      if (any_path(pattern, look)) return Use::kWhole;
    }
    // A list of paths as in a template, but without its brackets.
    for (std::string_view paths : {mapping_.data, mapping_.payload}) {
      while (!paths.empty()) {
        const std::string_view used = paths.substr(0, paths.find('|'));
        if (look(used, false)) return Use::kWhole;
        paths.remove_prefix(used.size() == paths.size() ? used.size() : used.size() + 1);
      }
    }
    return use;
  }

  void add_losses() {
    for (const JsonItem& member : record_.members) {
      const Use use = use_of(member.key);
      if (use == Use::kWhole) continue;
      if (use == Use::kNone || member.type != JsonType::kObject) {
        lose(member.key, "The mapping has no place for it.");
        continue;
      }
      JsonItems below;
      if (!below.read_part(member.text)) {
        problem_.set(ErrorCode::kOutOfMemory);
        return;
      }
      for (const JsonItem& inner : below) {
        Text path;
        path.append(member.key).append('/').append(inner.key);
        if (use_of(path.view()) == Use::kNone) {
          lose(path.view(), "The mapping has no place for it.");
        }
      }
    }
  }

  void lose(std::string_view path, std::string_view reason) {
    Text pointer;
    pointer.append(record_.pointer);
    while (!path.empty()) {
      const std::string_view name = path.substr(0, path.find('/'));
      append_pointer_token(name, pointer);
      path.remove_prefix(name.size() == path.size() ? name.size() : name.size() + 1);
    }
    losses_.add(record_.index, pointer.view(), reason);
  }

  const RecordSource& record_;
  const RecordMapping& mapping_;
  RecordValues& values_;
  const Payload& payload_;
  const Generated& generated_;
  BatchIds& ids_;
  Losses& losses_;
  Diagnostic& problem_;
  Text id_;
  Text source_;
  Text type_;
  Text subject_;
  Text time_;
  Text extension_;
  Text data_type_;
  DataForm data_form_ = DataForm::kNone;
};

}  // namespace

bool append_record_event(const RecordSource& record, const RecordMapping& mapping,
                         RecordValues& values, const Payload& payload, const Generated& generated,
                         BatchIds& ids, Text& output, Losses& losses, Diagnostic& problem) {
  RecordEventWriter writer(record, mapping, values, payload, generated, ids, losses, problem);
  return writer.write(output);
}

}  // namespace tidegate
