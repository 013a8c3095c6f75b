import CEL
import Diagnostics
import WorkflowEngine
import YAML

/// Reads the cells of a decision table: a value, a list, a comparison, a range, `not …`, or `-`.
struct CellReader {
  let draft: DefinitionDraft

  private var report: Report { draft.report }

  typealias Cell = DecisionTable.Cell
  typealias Part = DecisionTable.Part

  private func isInFile(_ range: SourceRange) -> Bool { range.file.name.hasSuffix(".csv") }

  /// The value that a row gives.
  func value(_ node: Node, as type: FieldType) -> Value? {
    guard node.isScalar, !node.isNull else {
      report.add(
        .wrongShape(node, expected: PlainValue.phrase(for: type)), at: node.range)
      return nil
    }
    return value(node.text, isPlain: node.isPlain, as: type, at: node.range)
  }

  func cell(_ node: Node, of column: TableDraft.Column) -> Cell? {
    switch node.kind {
    case .mapping:
      report.add(.wrongShape(node, expected: "a cell", example: "-"), at: node.range)
      return nil
    case .sequence:
      if node.count == 0 {
        report.add(.emptyCell(), at: node.range)
        return nil
      }
      let parts = node.items.map { item -> Part? in
        guard item.isScalar else {
          report.add(.wrongShape(item, expected: "a value"), at: item.range)
          return nil
        }
        if isAny(item, column) {
          report.add(.anyInList(), at: node.range)
          return nil
        }
        return part(item, of: column)
      }
      return parts.complete().map { .oneOf($0) }
    case .scalar:
      if isAny(node, column) { return .any }
      if node.text.hasPrefix("not ") { return excluding(node, column) }
      return part(node, of: column).map { .oneOf([$0]) }
    }
  }

  /// In a column of texts, what stands in quotes is a text.
  private func isLiteral(_ node: Node, _ column: TableDraft.Column) -> Bool {
    column.type == .text && node.isQuoted
  }

  private func isAny(_ node: Node, _ column: TableDraft.Column) -> Bool {
    node.isText("-") && !isLiteral(node, column)
  }

  private func excluding(_ node: Node, _ column: TableDraft.Column) -> Cell? {
    let parts = CellList.parts(of: node.text.dropFirst(4)).map { text in
      part(String(text).trimmed, at: node.range, of: column)
    }
    return parts.complete().map { .noneOf($0) }
  }

  // MARK: Parts

  private func part(_ node: Node, of column: TableDraft.Column) -> Part? {
    if node.isNull {
      if column.isOptional { return .value(.null) }
      report.add(.emptyCell(), at: node.range)
      return nil
    }
    if isLiteral(node, column) {
      return value(node.text, isPlain: false, as: column.type, at: node.range).map { .value($0) }
    }
    return part(node.text, at: node.range, of: column)
  }

  private func part(_ text: String, at range: SourceRange, of column: TableDraft.Column) -> Part? {
    if text == "null", column.isOptional { return .value(.null) }
    if column.type == .text, let literal = CellList.unquoted(text) {
      return value(literal, isPlain: false, as: column.type, at: range).map { .value($0) }
    }
    if ["–", "—", "*", "any"].contains(text), column.type != .text {
      return refuse(.otherAny(text), text, at: range)
    }
    if let meant = otherRange(text, column) {
      return refuse(.cellSign(text, meant: meant), text, at: range)
    }
    for sign in ["!=", "<>", "=="] where text.hasPrefix(sign) {
      return foreign(text, sign, at: range)
    }
    for sign in ["<=", ">=", "<", ">"] where text.hasPrefix(sign) {
      return comparison(
        sign, String(text.dropFirst(sign.count)).trimmed, text, at: range, of: column)
    }
    if text.hasPrefix("="), text.count > 1 { return foreign(text, "=", at: range) }
    if let dots = text.firstRange(of: "..") { return self.range(text, dots, at: range, of: column) }
    let isDecimal = column.type == .plain(.decimal) && isInFile(range)
    if column.type != .text, text.contains(","), !isDecimal {
      report.add(.cellList(text, isQuoted: isInFile(range)), at: range)
      return nil
    }
    return value(text, isPlain: true, as: column.type, at: range).map { .value($0) }
  }

  /// A range of numbers as others write them: `18-65`, `18 – 65`, `≥ 18`, `=> 18`.
  private func otherRange(_ text: String, _ column: TableDraft.Column) -> String? {
    guard [.plain(.integer), .plain(.decimal)].contains(column.type) else { return nil }
    for sign in ["≤", "=<"] where text.hasPrefix(sign) {
      return "<= \(String(text.dropFirst(sign.count)).trimmed)"
    }
    for sign in ["≥", "=>"] where text.hasPrefix(sign) {
      return "\(String(text.dropFirst(sign.count)).trimmed).."
    }
    guard let dash = text.dropFirst().firstIndex(where: { "-–—".contains($0) }) else { return nil }
    let ends = [text[..<dash], text[text.index(after: dash)...]].map { String($0).trimmed }
    return ends.allSatisfy { Decimal(text: $0) != nil } ? ends.joined(separator: "..") : nil
  }

  /// A sign that cells do without.
  private func foreign(_ text: String, _ sign: String, at range: SourceRange) -> Part? {
    let rest = String(text.dropFirst(sign.count)).trimmed
    return refuse(
      .cellSign(text, meant: sign.hasPrefix("=") ? rest : "not \(rest)"), text, at: range)
  }

  /// - Parameter text: what is wrong; where it does not stand there once, the cell is marked.
  private func refuse<Read>(_ mistake: Mistake, _ text: String, at range: SourceRange) -> Read? {
    var mistake = mistake
    let place = range.part(text)
    if place == nil { mistake.replacement = nil }
    report.add(mistake, at: place ?? range)
    return nil
  }

  private func comparison(
    _ sign: String, _ rest: String, _ text: String, at range: SourceRange,
    of column: TableDraft.Column
  ) -> Part? {
    guard let bound = bound(rest, text, at: range, of: column) else { return nil }
    let limit = DecisionTable.Bound(bound, isIncluded: sign.hasSuffix("="))
    return sign.hasPrefix("<") ? .range(from: nil, to: limit) : .range(from: limit, to: nil)
  }

  /// `18..65`, `18..<65`, `18<..65`, `18..`, `..65`.
  private func range(
    _ text: String, _ dots: Range<String.Index>, at range: SourceRange, of column: TableDraft.Column
  ) -> Part? {
    var (low, high) = (text[..<dots.lowerBound], text[dots.upperBound...])
    let isLowIncluded = !low.hasSuffix("<")
    let isHighIncluded = !high.hasPrefix("<")
    if !isLowIncluded { low = low.dropLast() }
    if !isHighIncluded { high = high.dropFirst() }
    let (first, last) = (String(low).trimmed, String(high).trimmed)
    if first.isEmpty, last.isEmpty {
      return refuse(.emptyRange(text, meant: "-"), text, at: range)
    }
    var from: DecisionTable.Bound?
    var to: DecisionTable.Bound?
    if !first.isEmpty {
      guard let value = bound(first, text, at: range, of: column) else { return nil }
      from = .init(value, isIncluded: isLowIncluded)
    }
    if !last.isEmpty {
      guard let value = bound(last, text, at: range, of: column) else { return nil }
      to = .init(value, isIncluded: isHighIncluded)
    }
    if let from, let to {
      let isOneValue = from.value.celEquals(to.value)
      if to.value.isBefore(from.value) ?? false {
        return refuse(.emptyRange(text, meant: "\(last)..\(first)"), text, at: range)
      }
      if isOneValue, !(isLowIncluded && isHighIncluded) {
        return refuse(.emptyRange(text, meant: first), text, at: range)
      }
    }
    return .range(from: from, to: to)
  }

  private func bound(
    _ word: String, _ text: String, at range: SourceRange, of column: TableDraft.Column
  ) -> Value? {
    switch column.type {
    case .plain(.integer), .plain(.decimal), .plain(.date), .plain(.timestamp), .plain(.duration):
      return value(word, isPlain: true, as: column.type, at: range)
    case .plain(.text), .plain(.boolean), .choice, .reference, .list, .entries, .links:
      report.add(.noOrder(text, column: column.name), at: range)
      return nil
    }
  }

  private func value(
    _ text: String, isPlain: Bool, as type: FieldType, at range: SourceRange
  ) -> Value? {
    let word = PlainValue(text: text.composed, isPlain: isPlain)
    let names = ValueReader.Names(choices: draft.choices, recordTypes: [], zone: draft.timeZone)
    switch word.read(as: type, names) {
    case .failure(let misfit):
      let mistake = Mistake.cellValue(
        misfit.message, label: misfit.label, replacement: misfit.replacement)
      if isPlain { return refuse(mistake, text, at: range) }
      report.add(mistake, at: range)
      return nil
    case .success(.choice(let name)):
      guard case .choice(let choice) = type,
        let index = draft.choices[choice].values.firstIndex(of: name)
      else { return nil }
      return .choice(type: Int32(choice), index: Int32(index))
    case .success(let stored):
      return stored.plainValue
    }
  }
}

extension SourceRange {
  /// Where a word stands in it; nil where it does not stand there once.
  fileprivate func part(_ word: String) -> SourceRange? {
    if text == word { return self }
    let places = text.ranges(of: word)
    guard places.count == 1, let place = places.first, !word.isEmpty else { return nil }
    let start = self.start + text[..<place.lowerBound].utf8.count
    return SourceRange(file: file, start: start, end: start + word.utf8.count)
  }
}
