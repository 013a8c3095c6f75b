package import WorkflowEngine
import YAML

/// A `migrate:` block in the making, as it is written in a workflow file.
public struct MigrationBlock: Sendable, Equatable {
  /// One line: a name, what takes its place, and a remark.
  package struct Line: Sendable, Equatable {
    package var key: String
    package var value: String
    package var remark = ""
  }

  package struct Section: Sendable, Equatable {
    package var was: String?
    package var remark = ""
    package var fields: [Line] = []
    /// By region or choice, in order.
    package var states: [(name: String, lines: [Line])] = []
    package var set: [Line] = []

    package static func == (left: Section, right: Section) -> Bool { left.lines == right.lines }
  }

  /// Where somebody has to choose.
  package static let open = "???"

  package private(set) var sections: [(type: String, section: Section)] = []

  public static func == (left: MigrationBlock, right: MigrationBlock) -> Bool {
    left.text == right.text
  }

  public var isEmpty: Bool { sections.isEmpty }

  /// Whether a choice is left open.
  public var hasOpenChoices: Bool { lines.contains { $0.contains(Self.open) } }

  public var text: String { (["migrate:"] + lines).map { $0 + "\n" }.joined() }

  private var lines: [String] {
    sections.flatMap { type, section in
      ["  \(type):" + Self.remark(section.remark)] + section.lines
    }
  }

  // MARK: Adding

  package mutating func change(_ type: String, _ body: (inout Section) -> Void) {
    if let place = sections.firstIndex(where: { $0.type == type }) {
      return body(&sections[place].section)
    }
    var section = Section()
    body(&section)
    sections.append((type, section))
  }

  // MARK: Words

  fileprivate static func remark(_ text: String) -> String { text.isEmpty ? "" : "  # \(text)" }

  /// A name or value as YAML writes it, quoted where it would be something else.
  package static func word(_ text: String) -> String {
    let plain =
      !text.isEmpty
      && text.utf8.allSatisfy {
        ($0 | 0x20) &- 0x61 < 26 || $0 &- 0x30 < 10 || $0 == 0x5F || $0 == 0x2D || $0 == 0x2E
      }
    let isOther = ["null", "true", "false", "~"].contains(text) || text.hasPrefix("-")
    if plain, !isOther { return text }
    return YAMLText.doubleQuoted(text)
  }
}

extension MigrationBlock.Section {
  package var lines: [String] {
    var result: [String] = []
    if let was { result.append("    was: \(MigrationBlock.word(was))") }
    result += group("fields", fields, indent: "    ")
    if !states.isEmpty {
      result.append("    states:")
      for (name, lines) in states { result += group(name, lines, indent: "      ") }
    }
    result += group("set", set, indent: "    ")
    return result.isEmpty ? ["    {}"] : result
  }

  private func group(_ name: String, _ lines: [MigrationBlock.Line], indent: String) -> [String] {
    if lines.isEmpty { return [] }
    return ["\(indent)\(name):"]
      + lines.map {
        "\(indent)  \(MigrationBlock.word($0.key)): \($0.value)"
          + MigrationBlock.remark($0.remark)
      }
  }

  package mutating func addState(_ name: String, _ line: MigrationBlock.Line) {
    if let place = states.firstIndex(where: { $0.name == name }) {
      states[place].lines.append(line)
    } else {
      states.append((name, [line]))
    }
  }
}

extension MigrationBlock {
  /// The block that a definition has already.
  package init(of definition: WorkflowDefinition) {
    for migration in definition.migration?.types ?? [] {
      let type = definition.recordTypes[migration.recordType]
      change(type.name) { section in
        section.was = migration.was
        section.fields = migration.fields.map { move in
          Line(
            key: move.former, value: move.slot.map { Self.word(type.fields[$0].name) } ?? "null")
        }
        for move in migration.values {
          section.addState(
            type.fields[move.slot].name, Line(key: move.former, value: Self.word(move.present)))
        }
        section.set = migration.set.map { assignment in
          Line(
            key: type.fields[assignment.slot].name,
            value: Self.text(of: assignment.value, in: definition))
        }
      }
    }
  }

  private static func text(of expression: Expression, in definition: WorkflowDefinition) -> String {
    switch expression {
    case .formula(let formula): YAMLText.singleQuoted("=\(formula.text)")
    case .constant(let value): text(of: value, in: definition)
    }
  }

  private static func text(of value: StoredValue, in definition: WorkflowDefinition) -> String {
    switch value {
    case .null: "null"
    case .word: definition.text(of: value)
    case .text(let text), .choice(let text), .reference(let text): word(text)
    case .list(let values):
      "[\(values.map { text(of: $0, in: definition) }.joined(separator: ", "))]"
    case .entries: "[]"
    }
  }
}
