import CEL
import Diagnostics
import WorkflowEngine
import YAML

extension FormulaReader {
  /// A number with what it counts: `{n, item}`, or `{n, policy, policies}`.
  func counted(
    _ text: CountingText, at start: Int, of node: Node, in scope: Scope
  ) -> Sentence.Piece? {
    func range(_ part: Range<Int>) -> SourceRange {
      node.range(ofText: start + part.lowerBound..<start + part.upperBound)
    }
    let (number, words) = (text.parts[0], Array(text.parts.dropFirst()))
    if number.text.isEmpty {
      report.add(.countsNothing(), at: range(0..<words[0].range.lowerBound))
      return nil
    }
    if let empty = words.first(where: \.text.isEmpty) {
      let before = text.parts.last { $0.range.upperBound < empty.range.lowerBound } ?? number
      report.add(
        .noCountedWord(), at: range(before.range.upperBound..<empty.range.upperBound))
      return nil
    }
    if words.count > 2 {
      report.add(
        .tooManyCountedWords(number.text, words.map(\.text)),
        at: range(words[1].range.upperBound..<words[words.count - 1].range.upperBound))
      return nil
    }
    if let other = words.first(where: { isFormula($0.text, in: scope) }) {
      let gaps = zip(text.parts, words).map { $0.range.upperBound..<$1.range.lowerBound }
      report.add(
        .countedFormula(other.text, edits: gaps.map { .init(range($0), "}, {") }),
        at: range(other.range))
      return nil
    }
    if let word = words.first(where: { $0.plainWord != nil }), let plain = word.plainWord {
      report.add(.decoratedWord(plain), at: range(word.range))
      return nil
    }
    guard
      let formula = formula(
        number.text, at: start + number.range.lowerBound, of: node, in: scope, expecting: nil)
    else { return nil }
    guard formula.program.type.isNumber else {
      if formula.program.type == .error { return nil }
      let rest = number.range.upperBound..<words[words.count - 1].range.upperBound
      report.add(
        .notCounted(number.text, formula.program.type.isList, rest: range(rest)),
        at: range(number.range))
      return nil
    }
    let one = words[0].text
    guard let many = words.count > 1 ? words[1].text : CountingText.plural(of: one) else {
      report.add(
        .unclearPlural(one, CountingText.irregularPlural(of: one) ?? one),
        at: range(words[0].range))
      return nil
    }
    return .counted(formula, CountedWord(one: one, many: many))
  }

  /// Whether what stands in the place of a word is one more value.
  private func isFormula(_ text: String, in scope: Scope) -> Bool {
    if text.first == "\"" || text.first == "'" || text.hasSuffix("(s)") { return false }
    if text.contains(where: { "()[]{}=<>+*".contains($0) }) { return true }
    guard let path = NameScan(text).path, path.count > 1 else { return false }
    return scope.means(path[0])
  }
}

extension CountingText.Part {
  /// The word alone, where it stands in quotes or with an s in brackets.
  fileprivate var plainWord: String? {
    if text.hasSuffix("(s)") { return String(text.dropLast(3)) }
    guard text.count > 2, let first = text.first, first == "\"" || first == "'" else { return nil }
    return String(text.dropFirst().dropLast())
  }
}

extension CELType {
  fileprivate var isNumber: Bool {
    switch self {
    case .int, .decimal: true
    case .nullable(let inner), .optional(let inner): inner.isNumber
    default: false
    }
  }

  fileprivate var isList: Bool {
    if case .list = self { true } else { false }
  }
}
