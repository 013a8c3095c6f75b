import Diagnostics
import WorkflowEngine
import YAML

extension FormulaReader {
  /// So that the places of all formulas in one text can be looked up.
  static let maximumFormulasInASentence = 64

  /// A text with formulas in braces; `{{` and `}}` are the braces themselves.
  func sentence(_ node: Node?, of key: String, in scope: Scope) -> Sentence? {
    guard let node, let text = report.text(node, of: key) else { return nil }
    let place = report.place(node.range)
    warnOfNames(in: text, of: node, scope)
    guard text.utf8.contains(where: { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "}") }) else {
      return Sentence(pieces: [.text(text)], place: place)
    }
    var splitter = SentenceSplitter(Array(text.utf8))
    splitter.run()
    var pieces: [Sentence.Piece] = []
    var isSound = true
    for part in splitter.parts {
      switch part {
      case .text(let text): pieces.append(.text(text))
      case .formula(let text, let start):
        if let piece = piece(text, at: start, of: node, in: scope) {
          pieces.append(piece)
        } else {
          isSound = false
        }
      case .mistake(let mistake, let range):
        report.add(mistake, at: node.range(ofText: range))
        isSound = false
      }
    }
    return isSound ? Sentence(pieces: pieces, place: place) : nil
  }

  /// A formula between braces, alone or with what it counts.
  private func piece(
    _ text: String, at start: Int, of node: Node, in scope: Scope
  ) -> Sentence.Piece? {
    if let counting = CountingText(text) {
      return counted(counting, at: start, of: node, in: scope)
    }
    return formula(text, at: start, of: node, in: scope, expecting: nil).map { .formula($0) }
  }

  /// `{{name}}` and `%name%`, as other products write a value in a text.
  private func warnOfNames(in text: String, of node: Node, _ scope: Scope) {
    for (opening, closing) in [("{{", "}}"), ("%", "%")] {
      guard Self.hasBytes(opening, text), let start = text.firstRange(of: opening),
        let end = text[start.upperBound...].firstRange(of: closing)
      else { continue }
      let inner = String(text[start.upperBound..<end.lowerBound])
      guard let path = NameScan(inner).path, let first = path.first, scope.means(first) else {
        continue
      }
      let from = text[..<start.lowerBound].utf8.count
      let whole = String(text[start.lowerBound..<end.upperBound])
      report.add(
        .textNotFormula(whole, meant: "{\(inner)}"),
        at: node.range(ofText: from..<from + whole.utf8.count))
    }
  }

  /// Whether a text has these bytes; far cheaper than a search by characters, for the many that have
  /// not.
  private static func hasBytes(_ wanted: String, _ text: String) -> Bool {
    let wanted = Array(wanted.utf8)
    var matched = 0
    for byte in text.utf8 {
      matched = byte == wanted[matched] ? matched + 1 : byte == wanted[0] ? 1 : 0
      if matched == wanted.count { return true }
    }
    return false
  }
}

/// Parts a sentence into its text and its formulas.
private struct SentenceSplitter {
  enum Part {
    case text(String)
    case formula(String, start: Int)
    case mistake(Mistake, Range<Int>)
  }

  private(set) var parts: [Part] = []
  private let bytes: [UInt8]
  private var position = 0
  private var text: [UInt8] = []
  private var formulaCount = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  private static let opening = UInt8(ascii: "{")
  private static let closing = UInt8(ascii: "}")

  mutating func run() {
    while position < bytes.count {
      let byte = bytes[position]
      let isDouble = position + 1 < bytes.count && bytes[position + 1] == byte
      if byte == SentenceSplitter.opening || byte == SentenceSplitter.closing, isDouble {
        text.append(byte)
        position += 2
      } else if byte == SentenceSplitter.opening {
        flush()
        readFormula()
      } else if byte == SentenceSplitter.closing {
        parts.append(
          .mistake(.sentenceBrace("}", unclosed: false), position..<position + 1))
        position += 1
      } else {
        text.append(byte)
        position += 1
      }
    }
    flush()
  }

  private mutating func flush() {
    guard !text.isEmpty else { return }
    parts.append(.text(String(decoding: text, as: UTF8.self)))
    text.removeAll(keepingCapacity: true)
  }

  private mutating func readFormula() {
    let open = position
    guard let close = closingBrace(after: open) else {
      parts.append(.mistake(.sentenceBrace("{", unclosed: true), open..<open + 1))
      position = bytes.count
      return
    }
    position = close + 1
    formulaCount += 1
    if formulaCount > FormulaReader.maximumFormulasInASentence {
      if formulaCount == FormulaReader.maximumFormulasInASentence + 1 {
        parts.append(
          .mistake(
            .tooMany("formulas in a sentence", limit: FormulaReader.maximumFormulasInASentence),
            open..<close + 1))
      }
      return
    }
    var start = open + 1
    var end = close
    while start < end, bytes[start] == 0x20 { start += 1 }
    while start < end, bytes[end - 1] == 0x20 { end -= 1 }
    if start == end {
      parts.append(.mistake(.emptyFormula(), open..<close + 1))
    } else {
      parts.append(.formula(String(decoding: bytes[start..<end], as: UTF8.self), start: start))
    }
  }

  /// The brace that ends a formula: braces in its texts and those of its maps do not.
  private func closingBrace(after open: Int) -> Int? {
    var depth = 0
    var quote: UInt8?
    var index = open
    while index < bytes.count {
      let byte = bytes[index]
      if let current = quote {
        if byte == UInt8(ascii: "\\") { index += 1 } else if byte == current { quote = nil }
      } else {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "'"): quote = byte
        case SentenceSplitter.opening: depth += 1
        case SentenceSplitter.closing:
          depth -= 1
          if depth == 0 { return index }
        default: break
        }
      }
      index += 1
    }
    return nil
  }
}
