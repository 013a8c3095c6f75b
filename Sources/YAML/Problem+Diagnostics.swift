import Diagnostics

extension Problem {
  func diagnostic(in file: SourceFile, _ start: Int, _ end: Int) -> Diagnostic {
    var notes: [Diagnostic.Note] = []
    if case .duplicateKey(_, let first, let firstEnd) = self {
      notes = [.init("the first one stands here", range: file.range(first, firstEnd))]
    }
    let range = file.range(start, end)
    return Diagnostic(
      code: code, message: message, range: range, label: label, notes: notes,
      mend: replacement(of: range).map { Mend(replacing: range, with: $0) })
  }

  var code: String {
    switch self {
    case .fileTooLarge: "file-too-large"
    case .wrongEncoding: "wrong-encoding"
    case .invalidUTF8: "invalid-utf8"
    case .controlCharacter: "control-character"
    case .tab: "tab"
    case .foreignSpace: "foreign-space"
    case .directive: "directive"
    case .severalDocuments: "several-documents"
    case .anchor: "anchor"
    case .alias: "alias"
    case .tag: "tag"
    case .mergeKey: "merge-key"
    case .duplicateKey: "duplicate-key"
    case .complexKey: "complex-key"
    case .emptyKey: "empty-key"
    case .nestingTooDeep: "nesting-too-deep"
    case .tooManyValues: "too-many-values"
    case .textTooLong: "text-too-long"
    }
  }

  private var message: String {
    switch self {
    case .fileTooLarge(let limit): "a file may have at most \(limit) bytes"
    case .wrongEncoding: "the file is not in UTF-8 but looks like UTF-16 or UTF-32"
    case .invalidUTF8: "this byte is not UTF-8"
    case .controlCharacter(let value): "the invisible character \(codePoint(value)) is not allowed"
    case .tab: "a tab cannot stand here"
    case .foreignSpace(let value):
      "\(spaceName(value)) (\(codePoint(value))) stands here for a space"
    case .directive: "a line that begins with '%' is not allowed"
    case .severalDocuments: "a file holds one document, and a second one begins here"
    case .anchor(let name): "anchors such as '\(name)' are not allowed"
    case .alias(let name): "aliases such as '\(name)' are not allowed"
    case .tag(let name): "tags such as '\(name)' are not allowed"
    case .mergeKey: "the merge key '<<' is not allowed"
    case .duplicateKey(let key, _, _): "the key '\(key)' stands twice in the same mapping"
    case .complexKey: "a key must be a plain name"
    case .emptyKey: "there is no key before this ':'"
    case .nestingTooDeep(let limit):
      "lists and mappings may stand at most \(limit) deep inside each other"
    case .tooManyValues(let limit): "a file may hold at most \(limit) values"
    case .textTooLong(let limit): "a text may have at most \(limit) bytes"
    }
  }

  private var label: String? {
    switch self {
    case .fileTooLarge: "split the file into several"
    case .wrongEncoding, .invalidUTF8: "save the file as UTF-8"
    case .controlCharacter(let value): isLineBreak(value) ? "use a line break" : "remove it"
    case .tab: "use spaces"
    case .foreignSpace: "write a space"
    case .directive: "remove the line, or put quotes around the text"
    case .severalDocuments: "move it to a file of its own"
    case .anchor(let name): "if it is text, put quotes around it: \"\(name) …\""
    case .alias(let name): "write the value out, or put quotes around text: \"\(name)\""
    case .tag(let name): "if it is text, put quotes around it: \"\(name) …\""
    case .mergeKey: "write the entries out"
    case .duplicateKey: "rename or remove one of them"
    case .complexKey: "write 'name: value'"
    case .emptyKey: "write a name before it"
    case .nestingTooDeep: "this one is too deep"
    case .tooManyValues: "split the file into several"
    case .textTooLong: "shorten it"
    }
  }

  /// What takes the place of the marked characters, where that puts it right.
  private func replacement(of range: SourceRange) -> String? {
    switch self {
    case .foreignSpace: String(repeating: " ", count: range.text.unicodeScalars.count)
    default: nil
    }
  }

  private func spaceName(_ value: UInt32) -> String {
    value == 0xA0 || value == 0x202F ? "a non-breaking space" : "a special space"
  }

  private func isLineBreak(_ value: UInt32) -> Bool {
    value == 0x85 || value == 0x2028 || value == 0x2029
  }

  private func codePoint(_ value: UInt32) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
