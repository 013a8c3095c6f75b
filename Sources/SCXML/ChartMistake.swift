import Diagnostics

/// What is wrong with a chart, or cannot be said in a workflow file, with the words for it.
struct ChartMistake {
  /// Every code that this target gives; each has a page.
  enum Code: String, CaseIterable {
    case notXML = "scxml-xml"
    case documentType = "scxml-document-type"
    case tooLarge = "scxml-too-large"
    case notChart = "scxml-root"
    case unknownState = "scxml-unknown-state"
    case duplicateState = "scxml-duplicate-id"
    case structure = "scxml-structure"
    case noCounterpart = "scxml-no-counterpart"
    case failingExpression = "scxml-expression-fails"
    case untranslatedExpression = "scxml-expression"
    case mixedTypes = "scxml-mixed-types"
    case difference = "scxml-difference"
    case unhandledEvent = "scxml-unhandled-event"

    var severity: Diagnostic.Severity {
      switch self {
      case .notXML, .documentType, .tooLarge, .notChart, .unknownState, .duplicateState,
        .structure:
        .error
      case .noCounterpart, .failingExpression, .untranslatedExpression, .mixedTypes, .difference:
        .warning
      case .unhandledEvent: .note
      }
    }
  }

  let code: Code
  let message: String
  let label: String?
  var notes: [Diagnostic.Note] = []
  let help: String?

  init(_ code: Code, _ message: String, label: String? = nil, help: String? = nil) {
    self.code = code
    self.message = message
    self.label = label
    self.help = help
  }

  func diagnostic(at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      severity: code.severity, code: code.rawValue, message: message, range: range, label: label,
      notes: notes, help: help)
  }
}

extension ChartMistake {
  static func notXML(_ reason: String) -> ChartMistake {
    ChartMistake(.notXML, "this is not well-formed XML: \(reason)")
  }

  static func tooLarge(_ reason: String) -> ChartMistake {
    ChartMistake(.tooLarge, "the document is too large: \(reason)")
  }

  static func noCounterpart(
    _ what: String, because reason: String, label: String = "left out"
  ) -> ChartMistake {
    ChartMistake(.noCounterpart, "\(what) has no counterpart: \(reason)", label: label)
  }

  static func untranslated(because reason: String) -> ChartMistake {
    ChartMistake(
      .untranslatedExpression, "the expression cannot be translated: \(reason)",
      label: "left out, or fails whenever it is evaluated")
  }

  static func failing(because reason: String) -> ChartMistake {
    ChartMistake(
      .failingExpression, "this fails whenever it is evaluated: \(reason)",
      label: "raises error.execution")
  }

  /// It runs, but not in every case as SCXML says.
  static func difference(_ message: String, label: String) -> ChartMistake {
    ChartMistake(.difference, message, label: label)
  }

  static func structure(_ message: String, label: String? = nil) -> ChartMistake {
    ChartMistake(.structure, message, label: label)
  }

  /// A text as it can stand in a message.
  static func shortened(_ text: String) -> String {
    let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return line.count > 60 ? line.prefix(57) + "..." : line
  }
}

/// Collects what is found in a chart.
///
/// A class, because every stage of reading and translating adds to the same list.
final class Findings {
  private(set) var diagnostics: [Diagnostic] = []
  private var seen: Set<Diagnostic> = []
  /// How many are shown.
  static let limit = 1_000

  func add(_ mistake: ChartMistake, at range: SourceRange?) {
    let diagnostic = mistake.diagnostic(at: range)
    // One expression may be translated for several events.
    if diagnostics.count < Findings.limit, seen.insert(diagnostic).inserted {
      diagnostics.append(diagnostic)
    }
  }
}
