import CEL
import Diagnostics
import WorkflowEngine
import YAML

/// Reads formulas and everything made of them: conditions, sentences and values.
struct FormulaReader {
  let draft: DefinitionDraft
  /// A further sentence for every mistake in a formula: who uses a shared guard.
  var note: Diagnostic.Note?
  /// Whether a formula that cannot be told is as good as an empty one: a time that never comes.
  var toleratesEmpty = false
  /// Takes what may be empty, where it is not certain yet that this is to be said.
  var withheld: Withheld?

  /// Warnings that wait for who uses a guard.
  final class Withheld {
    var warnings: [Diagnostic] = []
  }

  init(draft: DefinitionDraft, note: Diagnostic.Note? = nil) {
    self.draft = draft
    self.note = note
  }

  var report: Report { draft.report }

  static let maximumConditionDepth = 16

  /// A node that is a formula as a whole.
  func formula(_ node: Node, of key: String, in scope: Scope, expecting: CELType?) -> Formula? {
    guard node.isScalar else {
      report.add(.wrongShape(node, expected: "a formula for '\(key)'"), at: node.range)
      return nil
    }
    let text = node.text
    return formula(text, at: 0, of: node, in: scope, expecting: expecting)
  }

  /// A formula within a node's text.
  ///
  /// - Parameter start: Where it begins in the node's text, in UTF-8 bytes.
  func formula(
    _ text: String, at start: Int, of node: Node, in scope: Scope, expecting: CELType?
  ) -> Formula? {
    // The file is refused already; its further formulas would only take time.
    if report.isFull, report.hasErrors { return nil }
    if start == 0, let habit = LeadingHabit(text, of: node) {
      report.add(habit.mistake, at: habit.range)
      return nil
    }
    let (program, issues) = scope.compiler.compile(text, expecting: expecting)
    var isSound = true
    for issue in issues {
      if issue.severity == .error { isSound = false }
      if issue.code == "may-be-empty", mayBeEmpty(program, in: scope) { continue }
      if issue.code == "type-mismatch",
        let suspect = draft.suspects.first(where: { text.contains($0.name) })
      {
        let use = node.range(
          ofText: start + issue.range.lowerBound..<start + issue.range.upperBound)
        report.add(
          .textAsNumber(suspect.name, suspect.text, meant: suspect.meant, use: use),
          at: suspect.range)
        continue
      }
      let range = node.range(
        ofText: start + issue.range.lowerBound..<start + issue.range.upperBound)
      var diagnostic = IssueTranslation(draft: draft, note: note, scope: scope)
        .diagnostic(issue, in: text, at: range)
      if issue.code == "syntax-error", FlowComma.cuts(node) { diagnostic.help = FlowComma.remedy }
      if issue.code == "may-be-empty", let withheld {
        withheld.warnings.append(diagnostic)
      } else {
        report.add(diagnostic)
      }
    }
    guard isSound, let program else { return nil }
    let place = start == 0 && node.isPlain ? node.range : node.range(ofText: start..<start + 1)
    return Formula(program: program, place: report.place(place))
  }

  /// A path to a record leads nowhere where the way to it is empty; nothing else is needed.
  /// So it is where the record type says what happens when something cannot be told.
  private func mayBeEmpty(_ program: Program?, in scope: Scope) -> Bool {
    if case .record = program?.type { return true }
    return toleratesEmpty || scope.owner.form?["undecided"] != nil
  }

  /// Says where a value on the way may be empty, and nothing else of the formula.
  func warnOfEmptiness(_ text: String, of node: Node, in scope: Scope) {
    guard !mayBeEmpty(nil, in: scope) else { return }
    let (_, issues) = scope.compiler.compile(text, expecting: nil)
    for issue in issues where issue.code == "may-be-empty" {
      report.add(
        IssueTranslation(draft: draft, note: note, scope: scope)
          .diagnostic(issue, in: text, at: node.range))
    }
  }

  /// A formula, a list of conditions, `{any: […]}` or `{none: […]}`.
  func condition(_ node: Node?, of key: String, in scope: Scope) -> Condition? {
    guard let node else { return nil }
    return condition(node, of: key, in: scope, depth: 0)
  }

  private func condition(_ node: Node, of key: String, in scope: Scope, depth: Int) -> Condition? {
    if depth > FormulaReader.maximumConditionDepth {
      report.add(
        .tooMany("conditions inside each other", limit: FormulaReader.maximumConditionDepth),
        at: node.range)
      return nil
    }
    switch node.kind {
    case .scalar:
      return formula(node, of: key, in: scope, expecting: .bool).map { .formula($0) }
    case .sequence:
      return parts(node, of: key, in: scope, depth: depth, goesOnIf: true).map { .all($0) }
    case .mapping:
      guard node.count == 1, let (keyNode, value) = node.entries.first,
        keyNode.isText("any") || keyNode.isText("none")
      else {
        report.add(
          .wrongShape(
            node, expected: "a formula, a list, or {any: […]} or {none: […]} for '\(key)'"),
          at: node.range)
        return nil
      }
      guard value.isSequence else {
        report.add(.wrongShape(value, expected: "a list of conditions"), at: value.range)
        return nil
      }
      let parts = parts(value, of: key, in: scope, depth: depth, goesOnIf: false)
      return keyNode.isText("any") ? parts.map { .any($0) } : parts.map { .none($0) }
    }
  }

  /// - Parameter goesOnIf: What the parts before one come to where it still matters.
  private func parts(
    _ node: Node, of key: String, in scope: Scope, depth: Int, goesOnIf: Bool
  ) -> [Condition]? {
    if node.items.isEmpty {
      report.add(.emptyList(key, of: "conditions"), at: node.range)
      return nil
    }
    var scope = scope
    let parts = node.items.map { item in
      let part = condition(item, of: key, in: scope, depth: depth + 1)
      scope = scope.assuming(part, holds: goesOnIf)
      return part
    }
    let sound = parts.compactMap { $0 }
    return sound.count == parts.count ? sound : nil
  }

  /// A plain value of the type, or a formula after `=`.
  func expression(
    _ node: Node, as type: FieldType, mayBeEmpty: Bool, of name: String, in scope: Scope
  ) -> WorkflowEngine.Expression? {
    if let (text, start) = formulaText(node) {
      let expected = draft.formulaType(type)
      let formula = formula(
        text, at: start, of: node, in: scope,
        expecting: mayBeEmpty ? .nullable(expected) : expected)
      if !mayBeEmpty, type.isScalar || type == .text, let formula,
        scope.owner.form?["undecided"] == nil,
        let part = scope.compiler.emptyPart(of: formula.program)
      {
        let bytes = Array(text.utf8)
        report.add(
          .mayBeEmpty(
            String(decoding: bytes[part], as: UTF8.self), of: name, instead: draft.plainest(type),
            before: String(decoding: bytes[..<part.lowerBound], as: UTF8.self),
            after: String(decoding: bytes[part.upperBound...], as: UTF8.self),
            whole: node.isPlain ? node.range : nil),
          at: node.range(ofText: start + part.lowerBound..<start + part.upperBound))
        return nil
      }
      return formula.map { .formula($0) }
    }
    return constant(node, as: type, mayBeEmpty: mayBeEmpty, of: name, in: scope)
      .map { .constant($0) }
  }

  /// The formula of a plain value that begins with `=`, and where it begins.
  func formulaText(_ node: Node) -> (text: String, start: Int)? {
    let isFormula = node.isScalar && node.withTextBytes { $0.first == UInt8(ascii: "=") }
    guard isFormula else { return nil }
    let text = node.text.utf8.dropFirst()
    let trimmed = text.drop { $0 == 0x20 }
    return (String(Substring(trimmed)), 1 + text.count - trimmed.count)
  }

  private func constant(
    _ node: Node, as type: FieldType, mayBeEmpty: Bool, of name: String, in scope: Scope
  ) -> StoredValue? {
    if node.isNull {
      if !mayBeEmpty {
        report.add(.emptyValue(of: name), at: node.range)
      } else if node.isNothing {
        report.add(.emptyKey(name, mayBeNull: true), at: node.range)
      }
      return mayBeEmpty ? .null : nil
    }
    if node.isPlain, isName(node.text, in: scope) {
      report.add(.plainName(node.text), at: node.range)
      return nil
    }
    let names = ValueReader.Names(choices: draft.choices, recordTypes: [])
    switch ValueReader().read(node, as: type, names) {
    case .success(let value): return value
    case .failure(let mismatch):
      var diagnostic = mismatch.diagnostic
      if node.isPlain, NameScan(node.text).roots.contains(where: scope.means) {
        diagnostic.label = "if it is a formula, write =\(node.text)"
      }
      report.add(diagnostic)
      return nil
    }
  }

  /// Whether a text is a name that a formula could use, or a path that begins with one.
  private func isName(_ text: String, in scope: Scope) -> Bool {
    if scope.means(text) { return true }
    guard text.utf8.contains(UInt8(ascii: ".")), let path = NameScan(text).path else {
      return false
    }
    return scope.means(path[0])
  }
}
