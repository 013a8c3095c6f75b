import Diagnostics
import WorkflowEngine
import YAML

/// What may be called what.
enum NameRules {
  /// Names that formulas use for something else.
  static let reserved: Set<String> = [
    "before", "after", "actor", "cause", "now", "today", "parameters",
  ]

  /// Words of the expression language, which cannot be names in it.
  static let words: Set<String> = [
    "true", "false", "null", "in", "as", "break", "const", "continue", "else", "for", "function",
    "if", "import", "let", "loop", "package", "namespace", "return", "var", "void", "while",
  ]

  static let fieldTypes = ScalarType.allCases.map(\.rawValue)

  static let maximumBytes = 100

  static func isName(_ text: String) -> Bool {
    guard let first = text.utf8.first, first &- 0x61 < 26, text.utf8.count <= maximumBytes else {
      return false
    }
    return text.utf8.allSatisfy { $0 &- 0x61 < 26 || $0 &- 0x30 < 10 || $0 == 0x5F }
  }

  /// Whether a name has the length and the first letter of one that is taken: most have not.
  private static func mayBeTaken(_ name: String) -> Bool {
    guard name.utf8.count <= 10, let first = name.utf8.first else { return false }
    return firstLetters.contains(first)
  }

  private static let firstLetters = reserved.union(words).compactMap { $0.utf8.first }

  /// The name as it is written, with a diagnostic if it breaks the rules.
  ///
  /// A name that breaks them is used all the same, so that its uses are no further mistakes.
  static func check(
    _ node: Node, what: String, _ report: Report, isFormulaName: Bool = true, value: Node? = nil
  ) -> String {
    let name = node.text
    if !isName(name) {
      report.lose(name)
      report.lose(Mistake.snakeCase(name))
      if name.hasSuffix("?"), isName(String(name.dropLast())), let value, value.isPlain,
        !value.text.hasSuffix("?")
      {
        let end = SourceRange(
          file: value.range.file, start: value.range.end, end: value.range.end)
        report.add(.markedName(name, what: what, type: value.text, at: end), at: node.range)
      } else {
        var mistake = Mistake.invalidName(name, what: what)
        if let better = mistake.replacement {
          mistake.edits = otherUses(of: node).map { Mend.Edit($0, better) }
        }
        report.add(mistake, at: node.range)
      }
    } else if !isFormulaName || !mayBeTaken(name) {
      return name
    } else if reserved.contains(name) {
      report.add(
        .reservedName(name, what: what, because: "formulas use it for something else"),
        at: node.range)
    } else if words.contains(name) {
      report.add(
        .reservedName(name, what: what, because: "it is a word of the expression language"),
        at: node.range)
    }
    return name
  }

  /// Where a name of one word stands once more in its file; in very large ones it is not looked for.
  private static func otherUses(of node: Node) -> [SourceRange] {
    let name = Array(node.text.utf8)
    let (file, own) = (node.range.file, node.range)
    let bytes = file.bytes
    guard bytes.count <= largestSearched, !name.isEmpty, name.allSatisfy(belongsToWord) else {
      return []
    }
    var uses: [SourceRange] = []
    var index = 0
    while index + name.count <= bytes.count, uses.count < 100 {
      defer { index += 1 }
      guard bytes[index] == name[0], bytes[index..<index + name.count].elementsEqual(name) else {
        continue
      }
      let end = index + name.count
      let isWhole =
        (index == 0 || !belongsToWord(bytes[index - 1]))
        && (end == bytes.count || !belongsToWord(bytes[end]))
      let range = SourceRange(file: file, start: index, end: end)
      if isWhole, range != own { uses.append(range) }
    }
    return uses
  }

  private static let largestSearched = 1 << 17

  private static func belongsToWord(_ byte: UInt8) -> Bool {
    byte >= 0x80 || byte == 0x5F || byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26
  }
}
