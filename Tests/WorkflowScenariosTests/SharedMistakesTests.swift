import Diagnostics
import Foundation
import Testing
import WorkflowEngine
import WorkflowLanguage
import WorkflowScenarios

/// Mistakes that people make in files, put one at a time into a sound one.
@Suite(
  "Mistakes of the shared folder",
  .enabled(if: ProjectFiles.shared != nil, "skipped: there is no shared folder"))
struct SharedMistakesTests {
  /// A row of `cases.tsv`: a file, where its mistake stands, and whether it is none after all.
  struct Case: Sendable, CustomStringConvertible {
    let file: String
    let line: Int
    let column: Int
    let isHarmless: Bool

    var description: String { file }
  }

  /// What is seen only when it runs, or is told at another place of the same line or element.
  private static let elsewhere: [String: String] = [
    "O05a_send_own_wrong_state.yaml": "whether a send can ever go through is for verify",
    "O05b_send_set_wrong_state.yaml": "whether a send can ever go through is for verify",
    "O48_forgot_confirm.scenarios.yaml": "the scenario fails and says that the event asks",
    "O79_missing_input.scenarios.yaml": "the scenario fails and says which input is missing",
    "O81_from_any_final.yaml": "an event without 'from' leaves no final state",
    "O20_copied_transition.yaml": "each name of the other type is told at its place",
  ]

  private static let folder = ProjectFiles.shared?.appending(path: "mistakes")

  static let cases: [Case] = {
    guard let folder,
      let table = try? String(contentsOf: folder.appending(path: "cases.tsv"), encoding: .utf8)
    else { return [] }
    return table.split(separator: "\n").dropFirst().compactMap { row in
      let cells = row.split(separator: "\t", omittingEmptySubsequences: false)
      guard cells.count > 4 else { return nil }
      return Case(
        file: String(cells[0].dropFirst("cases/".count)), line: Int(cells[1]) ?? 0,
        column: Int(cells[2]) ?? 0, isHarmless: cells[4] == "True")
    }
  }()

  private static func diagnostics(_ file: SourceFile) -> [Diagnostic] {
    guard file.name.contains(".scenarios.") else {
      return DefinitionLoader().load(file).diagnostics
    }
    let base = folder.flatMap { try? ProjectFiles.source($0.appending(path: "base.yaml")) }
    let definition = base.flatMap { DefinitionLoader().load($0).definition }
    return ScenarioFile.read(file) { $0 == definition?.name ? definition : nil }.diagnostics
  }

  private static func source(_ name: String) throws -> SourceFile {
    try ProjectFiles.source(try #require(folder).appending(path: "cases/\(name)"))
  }

  @Test(
    "a mistake is told in its line",
    arguments: cases.filter { !$0.isHarmless && elsewhere[$0.file] == nil })
  func line(_ row: Case) throws {
    let found = Self.diagnostics(try Self.source(row.file))
    #expect(
      found.contains { $0.range?.startPosition.line == row.line },
      "\(ProjectFiles.render(found))")
  }

  @Test(
    "a mistake is told once",
    arguments: cases.filter { !$0.isHarmless && elsewhere[$0.file] == nil })
  func once(_ row: Case) throws {
    let found = Self.diagnostics(try Self.source(row.file))
    #expect(found.count == 1, "\(ProjectFiles.render(found))")
  }

  // A decimal comma is refused, though people would understand it.
  @Test(
    "what is no mistake is not told as one",
    arguments: cases.filter { $0.isHarmless && $0.file != "O12b_comma_default.yaml" })
  func harmless(_ row: Case) throws {
    let found = Self.diagnostics(try Self.source(row.file))
    #expect(!found.hasErrors, "\(ProjectFiles.render(found))")
  }

  @Test("a mend puts right what it is for, and leaves nothing wrong", arguments: cases)
  func mend(_ row: Case) throws {
    var mending = Mending(try Self.source(row.file)) { Self.diagnostics($0) }
    mending.run()
    guard !mending.mended.isEmpty else { return }
    let left = Self.diagnostics(mending.file)
    #expect(!left.hasErrors, "\(ProjectFiles.render(left))")
  }

  @Test("at least half of the mistakes can be put right by the program alone")
  func share() throws {
    let withMend = try Self.cases.filter { row in
      try Self.diagnostics(Self.source(row.file)).contains { $0.mend != nil }
    }
    #expect(withMend.count * 2 >= Self.cases.count, "\(withMend.count) of \(Self.cases.count)")
  }
}
