import WorkflowEngine

/// What scenarios cover, as one page for a browser that needs nothing beside it: the counts, what is
/// missing, and the files line by line.
///
/// Each line carries a sign as well as a colour.
public struct CoveragePage {
  private let coverage: [Coverage]
  private let kinds: Set<Coverage.Kind>
  /// The text of a file by its name; nil where it cannot be had.
  private let text: (String) -> String?

  public init(
    _ coverage: [Coverage], _ kinds: Set<Coverage.Kind>, text: @escaping (String) -> String?
  ) {
    self.coverage = coverage
    self.kinds = kinds
    self.text = text
  }

  public var html: String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Coverage: \(Self.escaped(coverage.map(\.workflow).joined(separator: ", ")))</title>
    <style>
    \(Self.style)
    </style>
    </head>
    <body>
    \(coverage.map(section).joined(separator: "\n"))
    </body>
    </html>

    """
  }

  private static let style = """
    :root { color-scheme: light dark; --yes: #d8f0d8; --some: #fbeec2; --no: #fad4d0; --rule: #bbb; }
    @media (prefers-color-scheme: dark) {
      :root { --yes: #1d3a22; --some: #453a12; --no: #4d1f1c; --rule: #555; }
    }
    body { font: 16px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 64rem; padding: 0 1rem; }
    table { border-collapse: collapse; }
    th, td { border-bottom: 1px solid var(--rule); padding: .2rem .8rem .2rem 0; text-align: left; }
    td.number { text-align: right; }
    pre { font: 13px/1.5 ui-monospace, monospace; overflow-x: auto; }
    pre span { display: block; white-space: pre; }
    pre .yes { background: var(--yes); }
    pre .some { background: var(--some); }
    pre .no { background: var(--no); }
    """

  // MARK: Parts

  private func section(_ workflow: Coverage) -> String {
    let (covered, all) = workflow.count(kinds)
    let gaps = workflow.gaps(kinds)
    let rows = Coverage.Kind.allCases.filter(kinds.contains).compactMap { kind -> String? in
      let (covered, all) = workflow.count([kind])
      if all == 0 { return nil }
      let name = kind.rawValue.map { $0 == "_" ? " " : String($0) }.joined()
      return "<tr><td>\(name)</td><td class=\"number\">\(covered) of \(all)</td></tr>"
    }
    let missing = gaps.map { gap in
      let place = Self.escaped(gap.place.description)
      return "<li><a href=\"#\(Self.anchor(gap.place))\">\(place)</a> \(Self.escaped(gap.gap))</li>"
    }
    return """
      <h1>\(Self.escaped(workflow.workflow)): \(covered) of \(all) covered</h1>
      <table>
      <tr><th>what</th><th>covered</th></tr>
      \(rows.joined(separator: "\n"))
      </table>
      <h2>\(gaps.isEmpty ? "Nothing is missing" : "What is missing")</h2>
      <ul>
      \(missing.joined(separator: "\n"))
      </ul>
      \(files(of: workflow).map { source($0, workflow) }.joined(separator: "\n"))
      """
  }

  private func files(of workflow: Coverage) -> [String] {
    var names: [String] = []
    for item in workflow.items where !names.contains(item.place.file) {
      names.append(item.place.file)
    }
    return names
  }

  private func source(_ file: String, _ workflow: Coverage) -> String {
    guard let text = text(file) else { return "" }
    var items: [Int: [Coverage.Item]] = [:]
    for item in workflow.items where item.place.file == file && kinds.contains(item.kind) {
      items[item.place.line, default: []].append(item)
    }
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    if lines.last == "" { lines.removeLast() }
    let width = String(lines.count).count
    let listing = lines.enumerated().map { offset, line in
      let number = String(offset + 1)
      let padding = String(repeating: " ", count: width - number.count)
      let found = items[offset + 1] ?? []
      let missing = found.filter { !$0.isCovered }
      let (mark, name) =
        found.isEmpty
        ? (" ", "")
        : missing.isEmpty
          ? ("+", "yes") : missing.count == found.count ? ("-", "no") : ("~", "some")
      let title = missing.map(\.gap).joined(separator: "; ")
      let place = SourcePlace(file: file, line: offset + 1, column: 1)
      return "<span id=\"\(Self.anchor(place))\"\(name.isEmpty ? "" : " class=\"\(name)\"")"
        + (title.isEmpty ? "" : " title=\"\(Self.escaped(title))\"")
        + ">\(mark) \(padding)\(number)  \(Self.escaped(String(line)))</span>"
    }
    return """
      <h2>\(Self.escaped(file))</h2>
      <p>+ covered, ~ in part, - not covered</p>
      <pre>\(listing.joined())</pre>
      """
  }

  private static func anchor(_ place: SourcePlace) -> String {
    let name = place.file.utf8.map { byte in
      (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
        ? String(UnicodeScalar(byte)) : "_\(byte)"
    }
    return "\(name.joined())-\(place.line)"
  }

  /// What stands in a page without being taken for its markup; control characters are left out.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case _ where scalar.value < 0x20 && scalar != "\t" || scalar.value == 0x7F: continue
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
