import Diagnostics
import WorkflowLanguage
import YAML

/// A row of a scenario's examples: the values by which its text and steps are completed.
struct Example {
  let number: Int
  let values: [(name: String, value: Node)]
  let range: SourceRange

  var row: ScenarioRow {
    ScenarioRow(
      number: number,
      text: values.map { "\($0.name): \($0.value.shortText)" }.joined(separator: ", "), range: range
    )
  }
}

/// Reads `examples:` of a scenario, and makes of the scenario one for each row.
struct ExampleReader {
  let findings: Findings
  let tables: PartSource

  static let maximumRows = 1_000
  /// As many bytes a scenario may have with all its rows written out.
  static let maximumText = 16 << 20

  /// The length of the scenario, which is read anew for each row.
  let length: Int

  /// The rows; nil, with a diagnostic, where they cannot be read.
  func read(_ node: Node) -> [Example]? {
    if node.isMapping { return node["from"] == nil ? misshaped(node) : fromTable(node) }
    guard node.isSequence else { return misshaped(node) }
    guard isWithin(node.count, at: node.range) else { return nil }
    var examples: [Example] = []
    var isSound = true
    for (index, item) in node.items.enumerated() {
      guard let values = row(item, like: examples.first) else {
        isSound = false
        continue
      }
      examples.append(Example(number: index + 1, values: values, range: item.range))
    }
    return isSound ? examples : nil
  }

  private func misshaped(_ node: Node) -> [Example]? {
    findings.add(
      .wrongShape, "'examples' is a list of rows, each a mapping of its values", at: node.range,
      label: "write [{name: value}, …] or {from: cases.csv}")
    return nil
  }

  private func isWithin(_ count: Int, at range: SourceRange) -> Bool {
    if count <= ExampleReader.maximumRows {
      if count * length <= ExampleReader.maximumText { return true }
      findings.add(
        .tooMany,
        "with its \(count) rows written out the scenario has more than \(ExampleReader.maximumText) bytes",
        at: range, label: "take some out")
      return false
    }
    findings.add(
      .tooMany, "there may be at most \(ExampleReader.maximumRows) rows in 'examples'", at: range,
      label: "take some out")
    return false
  }

  private func row(_ node: Node, like first: Example?) -> [(name: String, value: Node)]? {
    guard node.isMapping, node.count > 0 else {
      findings.add(
        .wrongShape, "a row of 'examples' is a mapping of its values", at: node.range,
        label: "write {name: value}")
      return nil
    }
    let values = findings.entries(node, of: "a row").map { (name: $0.key.text, value: $0.value) }
    guard values.count == node.count else { return nil }
    guard let first else { return values }
    let names = first.values.map(\.name)
    if let (key, _) = node.entries.first(where: { !names.contains($0.key.text) }) {
      findings.unknown(.unknownKey, "column", key.text, among: names, at: key.range)
      return nil
    }
    if let missing = names.first(where: { node[$0] == nil }) {
      findings.add(
        .missingKey, "this row has no '\(missing)', the first one has",
        at: node.range.firstCharacter,
        label: "add '\(missing): …', or '\(missing): null' for nothing")
      return nil
    }
    return values
  }

  // MARK: A table beside the file

  private func fromTable(_ node: Node) -> [Example]? {
    if let (key, _) = node.entries.first(where: { !$0.key.isText("from") }) {
      findings.add(
        .misplacedKey, "'\(key.text)' has no meaning beside 'from'", at: key.range,
        label: "take it out")
      return nil
    }
    guard let (key, value) = node.entry("from") else { return nil }
    if value.isNull {
      findings.emptyKey(key, mayBeNull: false)
      return nil
    }
    guard let path = findings.text(value, of: "from") else { return nil }
    switch CSVTable.read(path, from: tables) {
    case .failure(let problem):
      findings.add(
        .unreadableTable, "the table '\(path)' cannot be used: \(problem.reason)",
        at: value.range, notes: problem.range.map { [.init("here", range: $0)] } ?? [])
      return nil
    case .success(let table): return examples(of: table, named: path, at: value.range)
    }
  }

  private func examples(of table: CSVTable, named path: String, at range: SourceRange) -> [Example]?
  {
    let names = table.heading.map(\.text)
    if let twice = names.first(where: { name in names.count { $0 == name } > 1 }) {
      findings.add(.nameTaken, "'\(path)' has the column '\(twice)' twice", at: range)
      return nil
    }
    if table.rows.isEmpty {
      findings.add(.wrongValue, "'\(path)' has no rows below its heading", at: range)
      return nil
    }
    guard isWithin(table.rows.count, at: range) else { return nil }
    return table.rows.enumerated().map { index, cells in
      Example(
        number: index + 1, values: zip(names, cells).map { (name: $0, value: $1) },
        range: cells.first?.range ?? range)
    }
  }
}

/// Puts the values of a row in the place of their names.
///
/// A class, because it notes which names were used.
final class Completion {
  private let example: Example
  private let findings: Findings
  private(set) var used: Set<String> = []
  /// Where in the scenario's own text something else took a name's place.
  private(set) var places: [SourceRange] = []

  init(_ example: Example, findings: Findings) {
    self.example = example
    self.findings = findings
  }

  /// The scenario with the row's values.
  func complete(_ node: Node) -> Node {
    let examples = node["examples"]
    return NodeMaker.copy(node) { value in
      // The rows themselves stay as they are.
      if value == examples { return .value(value) }
      return self.substitute(for: value)
    }
  }

  private func substitute(for node: Node) -> NodeMaker.Substitute? {
    // `{name}` without quotes is a mapping whose only key has nothing behind it.
    if node.style == .flowMapping, node.count == 1, let (key, value) = node.entries.first,
      value.isNothing, key.isPlain
    {
      return whole(key.text, at: node)
    }
    guard node.isScalar, node.withTextBytes({ $0.contains(0x7B) || $0.contains(0x7D) }) else {
      return nil
    }
    let text = node.text
    if text.first == "{", text.last == "}",
      !text.dropFirst().dropLast().contains(where: { "{}".contains($0) })
    {
      return whole(text.dropFirst().dropLast().description, at: node)
    }
    return filled(text, at: node).map { .text($0) }
  }

  private func whole(_ name: String, at node: Node) -> NodeMaker.Substitute? {
    guard let value = value(of: name, at: node) else { return nil }
    if value.range.file !== node.range.file { places.append(node.range) }
    return .value(value)
  }

  private func filled(_ text: String, at node: Node) -> String? {
    var result = ""
    var rest = text[...]
    while let first = rest.first {
      rest.removeFirst()
      switch first {
      case "{" where rest.first == "{", "}" where rest.first == "}":
        rest.removeFirst()
        result.append(first)
      case "{":
        guard let end = rest.firstIndex(of: "}") else {
          findings.add(
            .wrongValue, "the brace '{' is never closed", at: node.range,
            label: "close it, or write {{ for a brace itself")
          return nil
        }
        guard let value = value(of: String(rest[..<end]), at: node) else { return nil }
        result += value.shortText
        rest = rest[rest.index(after: end)...]
      default: result.append(first)
      }
    }
    places.append(node.range)
    return result
  }

  private func value(of name: String, at node: Node) -> Node? {
    if let found = example.values.first(where: { $0.name == name.trimmed }) {
      used.insert(found.name)
      return found.value
    }
    let names = example.values.map(\.name)
    let meant = suggestion(for: name, among: names)
    findings.add(
      .unknownName, "'examples' has no column '\(name)'", at: node.range,
      label: meant.map { "did you mean {\($0)}?" } ?? "write {{ for a brace itself",
      notes: meant == nil ? [.init("there is \(names.joined(separator: ", "))")] : [],
      mend: meant.map { meant in
        Mend(
          replacing: node.range, with: node.range.text.replacing("{\(name)}", with: "{\(meant)}"))
      })
    return nil
  }
}

extension Node {
  /// A value as a sentence shows it.
  fileprivate var shortText: String {
    switch kind {
    case .scalar: isNull ? "" : text
    case .sequence: "[\(items.map(\.shortText).joined(separator: ", "))]"
    case .mapping:
      "{\(entries.map { "\($0.key.text): \($0.value.shortText)" }.joined(separator: ", "))}"
    }
  }
}
