package import JSONText
package import WorkflowEngine

extension WorkflowDefinition {
  /// The value as a program reads it: exact numbers as strings, so that none is rounded.
  package func json(of value: StoredValue) -> JSON {
    switch value {
    case .null: .null
    case .text(let text), .choice(let text), .reference(let text): .string(text)
    case .word(let word, let type):
      switch (type.traits.isNativeInJSON, type.traits.storage) {
      case (true, .integer): .integer(Int(word))
      case (true, .flag): .boolean(word != 0)
      case (true, .text), (false, _): .string(text(of: value))
      }
    case .list(let values): .array(values.map { json(of: $0) })
    case .entries(let entries):
      .array(
        entries.map { entry in
          .object(entry.sorted { $0.key < $1.key }.map { ($0.key, json(of: $0.value)) })
        })
    }
  }
}
