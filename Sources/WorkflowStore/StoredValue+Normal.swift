import CEL
import JSONText
package import WorkflowEngine

extension StoredValue {
  /// The one form in which a field holds the value: integers in decimal fields are decimals,
  /// members of links are in order, and an empty list is no list.
  package func normalized(for field: Field) -> StoredValue { normalized(for: field.type) }

  package func normalized(for type: FieldType) -> StoredValue {
    switch (self, type) {
    case (.word(let number, .integer), .plain(.decimal)): return .decimal(Decimal(Int(number)))
    case (.text(let text), _): return .text(text.composed)
    case (.list(let values), .links):
      var seen: Set<StoredValue> = []
      let ids = values.compactMap { value -> String? in
        guard case .reference(let id) = value, seen.insert(value).inserted else { return nil }
        return id
      }
      if ids.isEmpty { return .null }
      return .list(ids.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map { .reference($0) })
    case (.list(let values), .list(let element)):
      return values.isEmpty ? .null : .list(values.map { $0.normalized(for: element) })
    case (.entries(let entries), _):
      if entries.isEmpty { return .null }
      return .entries(
        entries.map { entry in
          entry.filter { $0.value != .null }.mapValues { value in
            if case .text(let text) = value { .text(text.composed) } else { value }
          }
        })
    case (.null, _), (.word, _), (.choice, _), (.reference, _), (.list, _):
      return self
    }
  }
}

extension Plan.Message {
  /// The message's fields as a JSON object.
  package var payload: String {
    var writer = JSONWriter()
    writer.append(object: fields.map { ($0.name, $0.value) }) { $0.append($1) }
    return writer.text
  }
}
