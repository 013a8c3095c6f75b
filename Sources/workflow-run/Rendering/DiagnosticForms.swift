import ArgumentParser
import Diagnostics
import JSONText
import Workflow
import WorkflowEngine

/// Diagnostics as other tools read them.
enum DiagnosticForms {
  // SARIF 2.1.0, the Static Analysis Results Interchange Format.
  static func sarif(_ diagnostics: [Diagnostic]) -> JSON {
    var codes: [String] = []
    for diagnostic in diagnostics where !codes.contains(diagnostic.code) {
      codes.append(diagnostic.code)
    }
    let driver = JSON.object([
      ("name", .string("workflow-run")),
      ("version", .string(WorkflowRun.configuration.version)),
      ("rules", .array(codes.map { .object([("id", .string($0))]) })),
    ])
    return .object([
      ("$schema", .string("https://json.schemastore.org/sarif-2.1.0.json")),
      ("version", .string("2.1.0")),
      (
        "runs",
        .array([
          .object([
            ("tool", .object([("driver", driver)])),
            ("columnKind", .string("unicodeCodePoints")),
            ("results", .array(diagnostics.map { result($0) })),
          ])
        ])
      ),
    ])
  }

  private static func result(_ diagnostic: Diagnostic) -> JSON {
    var text = diagnostic.message
    if let label = diagnostic.label { text += ": \(label)" }
    if let help = diagnostic.help { text += " (\(help))" }
    var members: [(String, JSON)] = [
      ("ruleId", .string(diagnostic.code)),
      ("level", .string(diagnostic.severity.rawValue)),
      ("message", .object([("text", .string(text))])),
    ]
    if let range = diagnostic.range { members.append(("locations", .array([location(range)]))) }
    let related = diagnostic.notes.compactMap { note in
      note.range.map { range in
        JSON.object(
          [("message", .object([("text", .string(note.message))]))]
            + [("physicalLocation", physicalLocation(range))])
      }
    }
    if !related.isEmpty { members.append(("relatedLocations", .array(related))) }
    if let mend = diagnostic.mend { members.append(("fixes", .array([fix(mend)]))) }
    return .object(members)
  }

  private static func fix(_ mend: Mend) -> JSON {
    let file = mend.edits.first?.range.file.name ?? ""
    let replacements = mend.edits.map { edit in
      JSON.object([
        ("deletedRegion", region(edit.range)),
        ("insertedContent", .object([("text", .string(edit.text))])),
      ])
    }
    return .object([
      (
        "artifactChanges",
        .array([
          .object([
            ("artifactLocation", .object([("uri", .string(file))])),
            ("replacements", .array(replacements)),
          ])
        ])
      )
    ])
  }

  private static func location(_ range: SourceRange) -> JSON {
    .object([("physicalLocation", physicalLocation(range))])
  }

  private static func physicalLocation(_ range: SourceRange) -> JSON {
    .object([
      ("artifactLocation", .object([("uri", .string(range.file.name))])),
      ("region", region(range)),
    ])
  }

  private static func region(_ range: SourceRange) -> JSON {
    let (start, end) = (range.startPosition, range.endPosition)
    return .object([
      ("startLine", .integer(start.line)), ("startColumn", .integer(start.column)),
      ("endLine", .integer(end.line)), ("endColumn", .integer(end.column)),
    ])
  }

  // GitHub Actions, "Workflow commands": one line for each annotation.
  static func github(_ diagnostics: [Diagnostic]) -> String {
    diagnostics.map { diagnostic in
      let kind = diagnostic.severity == .note ? "notice" : diagnostic.severity.rawValue
      var properties = ["title=\(escapedProperty(diagnostic.code))"]
      if let range = diagnostic.range {
        let (start, end) = (range.startPosition, range.endPosition)
        properties =
          [
            "file=\(escapedProperty(range.file.name))", "line=\(start.line)", "col=\(start.column)",
            "endLine=\(end.line)", "endColumn=\(end.column)",
          ] + properties
      }
      let label = diagnostic.label.map { " (\($0))" } ?? ""
      return "::\(kind) \(properties.joined(separator: ","))::"
        + "\(escapedData(diagnostic.message + label))\n"
    }.joined()
  }

  private static func escapedData(_ text: String) -> String {
    text.flatMap { character -> String in
      switch character {
      case "%": "%25"
      case "\r": "%0D"
      case "\n": "%0A"
      case "\r\n": "%0D%0A"
      default: String(character)
      }
    }.reduce(into: "") { $0.append($1) }
  }

  private static func escapedProperty(_ text: String) -> String {
    escapedData(text).flatMap { character -> String in
      switch character {
      case ":": "%3A"
      case ",": "%2C"
      default: String(character)
      }
    }.reduce(into: "") { $0.append($1) }
  }
}
