import CEL
import Diagnostics
import WorkflowEngine

/// One word of a file, read as a type demands it.
struct PlainValue {
  let text: String
  /// Whether it is written without quotes.
  let isPlain: Bool

  struct Misfit: Error {
    let message: String
    let label: String?

    func mismatch(at range: SourceRange?) -> ValueReader.Mismatch {
      ValueReader.Mismatch(message: message, label: label, range: range)
    }
  }

  func read(as type: FieldType, _ choices: [Choice]) -> Result<StoredValue, Misfit> {
    switch type {
    case .plain(let scalar):
      let spelling = Spelling.of(scalar)
      if let value = spelling.read(self) { return .success(value) }
      // Quotes turn a number or a truth value into a text.
      let isQuoted = !isPlain && spelling.read(PlainValue(text: text, isPlain: true)) != nil
      return misfit(type, isQuoted ? "leave out the quotes" : "write \(spelling.example)")
    case .reference:
      return text.isEmpty ? misfit(type, "write a record's id") : .success(.reference(text))
    case .choice(let number): return choice(choices[number])
    case .list, .entries, .links: return misfit(type, nil)
    }
  }

  private func choice(_ choice: Choice) -> Result<StoredValue, Misfit> {
    if choice.values.contains(text) { return .success(.choice(text)) }
    let label =
      Mistake.didYouMean(text, in: choice.values)
      ?? "write \(choice.values.prefix(5).joined(separator: " or "))"
    return .failure(
      Misfit(message: "'\(text)' is not a value of '\(choice.name)'", label: label))
  }

  private func misfit(_ type: FieldType, _ label: String?) -> Result<StoredValue, Misfit> {
    .failure(Misfit(message: "'\(text)' is not \(PlainValue.phrase(for: type))", label: label))
  }

  /// The type with its article: "a date".
  static func phrase(for type: FieldType) -> String {
    switch type {
    case .plain(let scalar): Spelling.of(scalar).phrase
    case .choice: "one of the named values"
    case .reference: "a record's id"
    case .list: "a list"
    case .entries: "a list of entries"
    case .links: "a list of ids"
    }
  }
}
