import Diagnostics

/// Says in plain words why a file is not YAML, with the probable cause.
struct SyntaxDiagnosis {
  let file: SourceFile
  let bytes: [UInt8]
  let builder: TreeBuilder

  func diagnostic(for failure: SyntaxFailure) -> Diagnostic {
    let at = failure.offset
    let begin = failure.contextOffset
    let problem = failure.problem
    if failure.isOutOfMemory {
      return make("file-too-large", "there is not enough memory", at, at)
    }
    if let dash = dashOfText(lineContentStart(at)) { return dash }
    switch failure.context {
    case "while scanning a quoted scalar":
      return unclosedQuote(begin)
    case "while parsing a quoted scalar":
      return make(
        "bad-escape", "'\(text(at, at + 2))' means nothing inside double quotes", at, at + 2,
        label: #"write \\ for a backslash, or use single quotes"#)
    case "while scanning an anchor", "while scanning an alias":
      return reserved(begin)
    case "while scanning a tag", "while parsing a tag", "while scanning a directive":
      return tagOrDirective(begin)
    case "while scanning a %TAG directive", "while scanning a %YAML directive":
      return tagOrDirective(begin)
    case "while scanning a block scalar":
      return make(
        "bad-block-text", "the text after '|' or '>' begins on the next line", at, wordEnd(at),
        label: "move it to the next line, further indented")
    case "while scanning a simple key": return missingColon(begin)
    default: break
    }
    if problem.contains("undefined tag handle") { return tagOrDirective(begin) }
    if problem.contains("directive") { return tagOrDirective(lineStart(at)) }
    if problem.contains("mapping values are not allowed") { return colon(at) }
    if problem.contains("cannot start any token")
      || problem.contains("mapping keys are not allowed")
    {
      return reserved(at)
    }
    if problem.contains("block sequence entries") {
      return make(
        "bad-indentation", "a list item cannot begin in the middle of a line", at, at + 1,
        label: "begin it on a line of its own, or write [a, b]")
    }
    return textBehindValue(at) ?? structure(failure, at, begin)
  }

  /// Something stands behind the outermost value.
  func textAfterEnd(_ at: Int) -> Diagnostic {
    textBehindValue(at)
      ?? make(
        "bad-indentation", "the file's value has ended before this line", at, wordEnd(at),
        label: "indent it like the lines it belongs to")
  }

  // MARK: Causes

  private func unclosedQuote(_ begin: Int) -> Diagnostic {
    make(
      "unclosed-quote", "this quote is never closed", begin, begin + 1,
      label: "put the closing \(text(begin, begin + 1)) at the end of the text")
  }

  private func reserved(_ at: Int) -> Diagnostic {
    if byte(at) == UInt8(ascii: "%"), lineStart(at) == at { return tagOrDirective(at) }
    let (start, end) = (lineStart(at), lineContentEnd(at))
    if text(at, end).hasPrefix("```") {
      return make(
        "reserved-character", "this line is of Markdown and not of the file", at, end,
        label: "delete the line",
        mend: [.init(file.range(start, min(lineEnd(at) + 1, bytes.count)), "")])
    }
    if text(at, end) == "*", text(lineContentStart(at), at).hasPrefix("from:") {
      return make(
        "reserved-character", "a text without quotes cannot begin with '*'", at, end,
        label: "for any state leave out 'from'",
        mend: [.init(file.range(start, min(lineEnd(at) + 1, bytes.count)), "")])
    }
    return make(
      "reserved-character", "a text without quotes cannot begin with '\(character(at))'", at,
      at + character(at).utf8.count, label: "put quotes around the text",
      mend: quoting(file.range(at, end)))
  }

  /// Whether a bracket of the same line is open there.
  private func isInFlow(_ at: Int) -> Bool {
    bytes[lineContentStart(at)..<max(at, lineContentStart(at))].reduce(0) { depth, byte in
      switch byte {
      case 0x5B, 0x7B: depth + 1
      case 0x5D, 0x7D: depth - 1
      default: depth
      }
    } > 0
  }

  private func tagOrDirective(_ begin: Int) -> Diagnostic {
    if byte(begin) == UInt8(ascii: "%") {
      return Problem.directive.diagnostic(in: file, begin, lineContentEnd(begin))
    }
    let end = wordEnd(begin)
    return Problem.tag(text(begin, end)).diagnostic(in: file, begin, end)
  }

  private func missingColon(_ begin: Int) -> Diagnostic {
    if byte(begin) == UInt8(ascii: "\"") || byte(begin) == UInt8(ascii: "'"),
      !text(begin + 1, lineContentEnd(begin)).contains(character(begin))
    {
      return unclosedQuote(begin)
    }
    let end = lineContentEnd(begin)
    let words = text(begin, end)
    if words.split(separator: " ").count > 3 {
      return make(
        "missing-colon", "there is no ':' after this key", begin, end,
        label: "if it is a remark, begin it with '# '",
        mend: [.init(file.range(begin, begin), "# ")])
    }
    return make(
      "missing-colon", "there is no ':' after this key", begin, end,
      label: "write '\(text(begin, min(end, begin + 40))): …', or indent text that goes on")
  }

  /// A ':' where there cannot be one: in a sentence, or on a line that is indented too far.
  private func colon(_ at: Int) -> Diagnostic {
    let start = lineContentStart(at)
    let before = Array(bytes[start..<max(start, at)])
    if let colon = before.indices.dropLast().last(where: {
      before[$0] == UInt8(ascii: ":") && before[$0 + 1] == 0x20
    }) {
      if let comma = missingComma(start + colon + 2, at) { return comma }
      let key = keyText(before[..<colon])
      return make(
        "colon-in-text", "a text with ': ' inside needs quotes", at, at + 1,
        label: "put quotes around the whole text after '\(key):'",
        mend: quoting(file.range(start + colon + 2, lineContentEnd(at))))
    }
    return make(
      "bad-indentation", "this line is indented too far: the line above has its value already",
      start, at + 1, label: "indent it like the entries above")
  }

  /// `– name: …`, as programs for texts write items.
  private func dashOfText(_ start: Int) -> Diagnostic? {
    let sign = character(start)
    guard "–—−•‣▪●*·".contains(sign), byte(start + sign.utf8.count) == 0x20 else { return nil }
    let end = start + sign.utf8.count
    return make(
      "text-dash", "'\(sign)' begins no item of a list", start, wordEnd(end + 1),
      label: "begin it with '- '", mend: [.init(file.range(start, end), "-")])
  }

  /// `{from: new inputs: […]}`: two entries without a comma between them.
  ///
  /// - Parameters:
  ///   - start: Where the value before the colon begins.
  ///   - colon: The second colon.
  private func missingComma(_ start: Int, _ colon: Int) -> Diagnostic? {
    guard isInFlow(colon) else { return nil }
    let value = text(start, colon)
    guard let space = value.lastIndex(of: " ") else { return nil }
    let key = value[value.index(after: space)...]
    let first = value[..<space]
    guard !key.isEmpty, !first.isEmpty,
      key.utf8.allSatisfy({ $0 == 0x5F || ($0 | 0x20) &- 0x61 < 26 || $0 &- 0x30 < 10 }),
      !first.contains(where: { "'\"".contains($0) })
    else { return nil }
    let place = start + first.utf8.count
    return make(
      "unclosed-bracket", "a comma is missing before '\(key)'", start, colon,
      label: "write '\(first), \(key): …'", mend: [.init(file.range(place, place), ",")])
  }

  /// The key at the end of a part of a line, which may stand in brackets.
  private func keyText(_ line: ArraySlice<UInt8>) -> String {
    let brackets: [UInt8] = [0x2C, 0x5B, 0x7B]
    let start = line.lastIndex { brackets.contains($0) }.map { $0 + 1 } ?? line.startIndex
    let key = line[start...].drop { $0 == 0x20 }
    return String(decoding: key.prefix(40), as: UTF8.self)
  }

  /// The value before `at` on the same line was complete, and yet something follows.
  private func textBehindValue(_ at: Int) -> Diagnostic? {
    guard at < bytes.count, let last = builder.lastRecord else { return nil }
    let (start, end) = (Int(last.start), Int(last.end))
    guard end <= at, lineStart(end) == lineStart(at), at > lineContentStart(at) else { return nil }
    let open = character(start)
    switch last.style {
    case .singleQuoted, .doubleQuoted:
      if lineStart(start) != lineStart(end) { return unclosedQuote(start) }
      return textBehindQuote(start, end, at)
    case .flowSequence, .flowMapping:
      // A mapping of one entry in a list, as in [a: b], has no brackets of its own.
      guard open == "[" || open == "{" else { return nil }
      return make(
        "reserved-character", "a text without quotes cannot begin with '\(open)'", start,
        lineContentEnd(at), label: "put quotes around the whole text",
        mend: quoting(file.range(start, lineContentEnd(at))))
    case .plain, .literal, .folded, .blockSequence, .blockMapping: return nil
    }
  }

  /// `'Don't …'`, `"Balance" of …`, `"status" == "active"`.
  private func textBehindQuote(_ start: Int, _ end: Int, _ at: Int) -> Diagnostic {
    let quote = character(start)
    let lineEnd = lineContentEnd(at)
    let rest = text(at, lineEnd)
    let whole = file.range(start, lineEnd)
    var mend: [Mend.Edit] = []
    let label: String
    if end == at, rest.hasSuffix(String(quote)) {
      label =
        quote == "'"
        ? "write '' for an apostrophe inside single quotes"
        : #"write \" for a quote inside double quotes"#
      let inner = String(whole.text.dropFirst().dropLast())
      let mended =
        quote == "'"
        ? inner.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
        : inner.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: #"\""#)
      if !isInFlow(start) { mend = [.init(whole, "\(quote)\(mended)\(quote)")] }
    } else if ["==", "!=", "<", ">", "&&", "||", "+", "in "].contains(where: rest.hasPrefix) {
      let name = String(text(start, end).dropFirst().dropLast())
      label = "put quotes around texts alone: \(name) \(rest)"
      mend = [.init(file.range(start, end), name)]
    } else {
      label = "put the whole text in \(quote == "'" ? "double" : "single") quotes"
      mend = quoting(whole)
    }
    return make(
      "text-after-quote", "the text ended at the closing \(quote), and yet more follows", start,
      end == at ? wordEnd(end) : end, label: label, mend: mend)
  }

  /// The change that puts quotes around a text which goes to the end of its line.
  private func quoting(_ range: SourceRange) -> [Mend.Edit] {
    if isInFlow(range.start) { return [] }
    let text = range.text
    if !text.contains("\"") && !text.contains("\\") { return [.init(range, "\"\(text)\"")] }
    let doubled = text.split(separator: "'", omittingEmptySubsequences: false)
    return [.init(range, "'\(doubled.joined(separator: "''"))'")]
  }

  /// `{badge: #ff0000}`: a remark begins where a value was meant.
  private func remarkInFlow(_ begin: Int, _ at: Int) -> Diagnostic? {
    var index = begin
    while index + 1 < min(at, bytes.count) {
      if bytes[index] == 0x20, bytes[index + 1] == UInt8(ascii: "#"),
        byte(index + 2).map({ $0 > 0x20 }) == true
      {
        let start = index + 1
        var end = start + 1
        while let next = byte(end), next > 0x20, !"]},".utf8.contains(next) { end += 1 }
        return make(
          "unclosed-bracket", "'#' begins a remark here, and what follows is not read", start, end,
          label: "write '\(text(start, end))' in quotes",
          mend: [.init(file.range(start, end), "'\(text(start, end))'")])
      }
      index += 1
    }
    return nil
  }

  private func structure(_ failure: SyntaxFailure, _ at: Int, _ begin: Int) -> Diagnostic {
    let problem = failure.problem
    if problem.contains("expected ',' or") || problem.contains("node content"),
      let last = builder.lastRecord, let remark = remarkInFlow(lineStart(Int(last.start)), at)
    {
      return remark
    }
    if problem.contains("expected ',' or") {
      let open = character(begin)
      if at >= bytes.count || lineStart(at) != lineStart(begin) {
        return make(
          "unclosed-bracket", "this '\(open)' is never closed", begin, begin + 1,
          label: "put the closing '\(open == "[" ? "]" : "}")' at the end")
      }
      if byte(at) == UInt8(ascii: ":") { return colon(at) }
      let opens = byte(at) == UInt8(ascii: "{") || byte(at) == UInt8(ascii: "[")
      return make(
        "unclosed-bracket", "there is no ',' or closing bracket before this", at, wordEnd(at),
        label: opens && builder.lastRecord?.style == .plain
          ? "if it belongs to the text before it, put quotes around the whole text"
          : "separate entries with commas",
        notes: [.init("the '\(open)' stands here", range: file.range(begin, begin + 1))])
    }
    if problem.contains("expected '-' indicator") {
      return make(
        "bad-indentation", "a list item with '- ' is expected here", at, wordEnd(at),
        label: "begin it with '- ', or indent it as part of the item above",
        notes: [.init("the list begins here", range: file.range(begin, begin + 1))])
    }
    if problem.contains("expected key"), byte(at) == UInt8(ascii: ":") {
      return Problem.emptyKey.diagnostic(in: file, at, at + 1)
    }
    if problem.contains("expected key") || problem.contains("block end") {
      let isItem = byte(at) == UInt8(ascii: "-")
      return make(
        "bad-indentation",
        isItem
          ? "a list item cannot stand among the entries of a mapping"
          : "this line is not indented like the entries it stands among",
        at, wordEnd(at), label: "indent it like its neighbours",
        notes: [.init("the entries begin here", range: file.range(begin, wordEnd(begin)))])
    }
    if problem.contains("node content") {
      return make("missing-value", "a value is missing here", at, at + 1, label: "write a value")
    }
    return make(
      "yaml-syntax", "the file cannot be read as YAML from here on", at, wordEnd(at),
      notes: [.init("\(failure.context) \(problem)".trimmed)],
      help: "compare the indentation and the quotes with the lines above")
  }

  // MARK: Text

  private func make(
    _ code: String, _ message: String, _ start: Int, _ end: Int, label: String? = nil,
    notes: [Diagnostic.Note] = [], help: String? = nil, mend: [Mend.Edit] = []
  ) -> Diagnostic {
    Diagnostic(
      code: code, message: message, range: file.range(start, end), label: label, notes: notes,
      help: help, mend: mend.isEmpty ? nil : Mend(mend))
  }

  private func byte(_ offset: Int) -> UInt8? {
    bytes.indices.contains(offset) ? bytes[offset] : nil
  }

  private func text(_ start: Int, _ end: Int) -> String { file.range(start, end).text }

  private func character(_ offset: Int) -> Character {
    text(offset, offset + 4).first ?? " "
  }

  private func lineStart(_ offset: Int) -> Int {
    let before = bytes[..<min(offset, bytes.count)]
    return before.lastIndex { $0 == 0x0A || $0 == 0x0D }.map { $0 + 1 } ?? 0
  }

  /// Behind the indentation and any `- ` of the line.
  private func lineContentStart(_ offset: Int) -> Int {
    var index = lineStart(offset)
    while index < offset {
      let isDash = bytes[index] == UInt8(ascii: "-") && byte(index + 1) == 0x20
      guard bytes[index] == 0x20 || isDash else { break }
      index += 1
    }
    return index
  }

  private func lineEnd(_ offset: Int) -> Int {
    bytes[min(offset, bytes.count)...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? bytes.count
  }

  private func lineContentEnd(_ offset: Int) -> Int {
    let rest = bytes[min(offset, bytes.count)...]
    var end = rest.firstIndex { $0 == 0x0A || $0 == 0x0D } ?? bytes.count
    while end > offset, bytes[end - 1] == 0x20 { end -= 1 }
    return end
  }

  private func wordEnd(_ offset: Int) -> Int {
    let rest = bytes[min(offset, bytes.count)...]
    return max(rest.firstIndex { $0 <= 0x20 } ?? bytes.count, min(offset + 1, bytes.count))
  }
}

extension String {
  fileprivate var trimmed: String {
    String(drop { $0 == " " })
  }
}
