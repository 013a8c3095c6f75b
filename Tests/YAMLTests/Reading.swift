import Diagnostics
import YAML

/// Reads a text that is expected to be without mistakes.
func root(_ text: String) -> Node? {
  let (document, diagnostics) = Document.parse(SourceFile(name: "f.yaml", text: text))
  return diagnostics.isEmpty ? document?.root : nil
}

/// What is wrong with a text: `code@line:column 'marked'`.
func problems(_ text: String, limits: Limits = Limits()) -> [String] {
  problems(Array(text.utf8), limits: limits)
}

func problems(_ bytes: [UInt8], limits: Limits = Limits()) -> [String] {
  Document.parse(SourceFile(name: "f.yaml", bytes: bytes), limits: limits).diagnostics.map {
    guard let range = $0.range else { return $0.code }
    let position = range.startPosition
    return "\($0.code)@\(position.line):\(position.column) '\(range.text)'"
  }
}

/// A node in one line, to compare whole trees.
func outline(_ node: Node?) -> String {
  guard let node else { return "nothing" }
  switch node.kind {
  case .scalar: return node.isNull ? "null" : "\"\(node.text)\""
  case .sequence: return "[" + node.items.map { outline($0) }.joined(separator: ", ") + "]"
  case .mapping:
    return "{"
      + node.entries.map { "\(outline($0.key)): \(outline($0.value))" }.joined(separator: ", ")
      + "}"
  }
}
