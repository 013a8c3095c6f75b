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
    /// What to write instead, where that is certain.
    var replacement: String?

    func mismatch(at range: SourceRange?) -> ValueReader.Mismatch {
      ValueReader.Mismatch(
        message: message, label: label, range: range, replacement: replacement)
    }
  }

  func read(as type: FieldType, _ choices: [Choice]) -> Result<StoredValue, Misfit> {
    switch type {
    case .plain(let scalar):
      let spelling = Spelling.of(scalar)
      if let value = spelling.read(self) { return .success(value) }
      return .failure(misfit(type, scalar, spelling))
    case .reference:
      if !text.isEmpty { return .success(.reference(text)) }
      return .failure(Misfit(message: message(type), label: "write a record's id"))
    case .choice(let number): return choice(choices[number])
    case .list, .entries, .links: return .failure(Misfit(message: message(type), label: nil))
    }
  }

  private func choice(_ choice: Choice) -> Result<StoredValue, Misfit> {
    if choice.values.contains(text) { return .success(.choice(text)) }
    let meant = suggestion(for: text, among: choice.values)
    return .failure(
      Misfit(
        message: "'\(text)' is not a value of '\(choice.name)'",
        label: meant.map { "did you mean \($0)?" }
          ?? "write \(choice.values.prefix(5).joined(separator: " or "))", replacement: meant))
  }

  private func misfit(_ type: FieldType, _ scalar: ScalarType, _ spelling: Spelling) -> Misfit {
    // Quotes turn a number or a truth value into a text.
    if !isPlain, spelling.read(PlainValue(text: text, isPlain: true)) != nil {
      return Misfit(message: message(type), label: "leave out the quotes", replacement: text)
    }
    let meant = MeantValue.values(text, of: scalar)
    if scalar == .date, meant.isEmpty, let why = MeantValue.missingDay(text) {
      return Misfit(message: message(type), label: why)
    }
    if meant.count > 1 {
      return Misfit(message: message(type), label: "write \(meant.joined(separator: " or "))")
    }
    let formula = isPlain && MeantValue.isFormula(text) ? "=\(text)" : nil
    let replacement = meant.first ?? formula
    return Misfit(
      message: message(type), label: "write \(replacement ?? spelling.example)",
      replacement: replacement)
  }

  private func message(_ type: FieldType) -> String {
    "'\(text)' is not \(PlainValue.phrase(for: type))"
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
