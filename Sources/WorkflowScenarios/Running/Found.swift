import WorkflowEngine
import WorkflowWords

/// What a record's member is, beside what was expected of it.
indirect enum Found: Equatable {
  case plain(StoredValue)
  /// The ids of a set's records.
  case records([String])
  /// Entries of an inline list, each with its members by name.
  case entries([[String: Found]])
  /// It cannot be told, with the reason.
  case unknown(String)
  /// The record is not there, with what became of it.
  case gone(String)

  func matches(_ expected: ExpectedValue) -> Bool {
    switch (self, expected) {
    case (.plain(let found), .plain(let expected)): found.normal == expected.normal
    case (.records(let found), .records(let expected)): Set(found) == Set(expected)
    case (.entries(let found), .entries(let expected)):
      found.count == expected.count
        && zip(found, expected).allSatisfy { entry, fields in
          fields.allSatisfy { entry[$0.name]?.matches($0.value) ?? false }
        }
    case (.plain, _), (.records, _), (.entries, _), (.unknown, _), (.gone, _): false
    }
  }

  func text(in definition: WorkflowDefinition) -> String {
    switch self {
    case .plain(let value): definition.words(for: value)
    case .records(let ids): "[\(ids.joined(separator: ", "))]"
    case .entries(let entries):
      "[\(entries.map { Found.text(of: $0, in: definition) }.joined(separator: ", "))]"
    case .unknown(let reason): "not known (\(reason))"
    case .gone(let reason): reason
    }
  }

  private static func text(of entry: [String: Found], in definition: WorkflowDefinition) -> String {
    let fields = entry.filter { !$0.value.isEmpty }.sorted { $0.key < $1.key }
    return
      "{\(fields.map { "\($0.key): \($0.value.text(in: definition))" }.joined(separator: ", "))}"
  }

  private var isEmpty: Bool {
    if case .plain(.null) = self { true } else { false }
  }
}

extension ExpectedValue {
  func text(in definition: WorkflowDefinition) -> String {
    switch self {
    case .plain(let value): definition.words(for: value)
    case .records(let ids): "[\(ids.joined(separator: ", "))]"
    case .entries(let entries):
      "[\(entries.map { ExpectedValue.text(of: $0, in: definition) }.joined(separator: ", "))]"
    }
  }

  private static func text(of entry: [ExpectedField], in definition: WorkflowDefinition) -> String {
    "{\(entry.map { "\($0.name): \($0.value.text(in: definition))" }.joined(separator: ", "))}"
  }
}

extension StoredValue {
  /// An empty list and no list are the same; a whole number is the decimal.
  fileprivate var normal: StoredValue {
    switch self {
    case .list([]), .entries([]): .null
    case .null, .text, .word, .choice, .reference, .list, .entries:
      self
    }
  }
}

extension WorkflowDefinition {
  /// A value as a sentence about a failure shows it: lists in full.
  fileprivate func words(for value: StoredValue) -> String {
    switch value {
    case .list(let values): "[\(values.map { words(for: $0) }.joined(separator: ", "))]"
    case .entries: "[\(text(of: value))]"
    case .null, .text, .word, .choice, .reference:
      value.phrase
    }
  }
}
