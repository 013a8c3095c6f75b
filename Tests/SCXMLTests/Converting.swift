import Diagnostics
import Foundation
import Testing
import WorkflowEngine
import WorkflowLanguage

@testable import SCXML

/// A chart that was converted and read again as a workflow.
struct ConvertedChart {
  let conversion: ChartConversion
  let definition: WorkflowDefinition
  let warnings: [Diagnostic]

  init(_ text: String, name: String = "chart.scxml") throws {
    let (conversion, diagnostics) = ChartConversion.convert(SourceFile(name: name, text: text))
    warnings = diagnostics
    self.conversion = try #require(conversion, "\(rendered(diagnostics))")
    let file = SourceFile(name: "chart.yaml", text: self.conversion.text)
    let (definition, mistakes) = DefinitionLoader().load(file)
    self.definition = try #require(
      definition, "\(rendered(mistakes.filter { $0.severity == .error }))\n\(self.conversion.text)")
  }

  func play(_ script: PlayScript?) throws -> PlayResult {
    try ChartPlayer(conversion, definition).play(script)
  }
}

func rendered(_ diagnostics: [Diagnostic]) -> String {
  diagnostics.map(DiagnosticRenderer(color: false).render).joined()
}

/// The diagnostics of a text.
func diagnostics(_ text: String) -> [Diagnostic] {
  ChartConversion.convert(SourceFile(name: "chart.scxml", text: text)).diagnostics
}

/// A document with these elements in it.
func document(_ content: String, _ attributes: String = "") -> String {
  "<scxml xmlns=\"http://www.w3.org/2005/07/scxml\" version=\"1.0\" \(attributes)>\(content)</scxml>"
}

/// The text of a converted document.
func converted(_ content: String, _ attributes: String = "") throws -> String {
  let (conversion, diagnostics) = ChartConversion.convert(
    SourceFile(name: "chart.scxml", text: document(content, attributes)))
  return try #require(conversion, "\(rendered(diagnostics))").text
}

/// A script of the SCION test framework.
struct ScionScript: Decodable {
  struct Event: Decodable { let name: String }
  struct Step: Decodable {
    let event: Event
    let after: Int?
    let nextConfiguration: [String]
  }

  let initialConfiguration: [String]
  let events: [Step]

  var script: PlayScript {
    PlayScript(
      initial: initialConfiguration,
      steps: events.map {
        .init(event: $0.event.name, after: $0.after ?? 0, expected: $0.nextConfiguration)
      })
  }
}

/// The shared conformance cases, which stand beside the project where they are at hand.
enum ScionCases {
  /// Cases in which SCION and the recommendation differ, with the reason.
  static let differences: [String: String] = [
    "more-parallel/test10": """
    A transition from a parallel's child to itself leaves the parallel too (the least common \
    compound ancestor is never a parallel); SCION leaves the child alone.
    """,
    "more-parallel/test10b": """
    The same: the parallel is left and entered again, so that x is 6 and not 4.
    """,
  ]

  /// `WORKFLOW_SHARED`, or the folder beside the project.
  static let folder: String = {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let shared =
      ProcessInfo.processInfo.environment["WORKFLOW_SHARED"].map { URL(filePath: $0) }
      ?? root.deletingLastPathComponent().appending(path: "shared")
    return shared.appending(path: "scxml-cases").path
  }()

  static let names: [String] = {
    let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    return names.filter { $0.hasSuffix(".scxml") }.map { String($0.dropLast(6)) }.sorted()
  }()

  static func chart(_ name: String) throws -> String {
    try String(contentsOfFile: "\(folder)/\(name).scxml", encoding: .utf8)
  }

  static func script(_ name: String) throws -> PlayScript {
    let data = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name).json"))
    return try JSONDecoder().decode(ScionScript.self, from: data).script
  }
}
