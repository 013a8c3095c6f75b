import Diagnostics
import WorkflowEngine

/// The results of scenario files, ready to be written in several forms.
public struct ScenarioReport: Sendable {
  /// The results of each file, under its name.
  public var files: [(name: String, results: [ScenarioResult])]
  /// One for each workflow.
  public var coverage: [Coverage]
  /// One for each workflow; nil where slips were not asked for.
  public var mutation: [MutationReport]?

  public init(files: [(name: String, results: [ScenarioResult])], coverage: [Coverage] = []) {
    self.files = files
    self.coverage = coverage
  }

  public var results: [ScenarioResult] { files.flatMap(\.results) }

  public var passedCount: Int { results.count { $0.passed } }

  public var failedCount: Int { results.count { !$0.passed } }

  // MARK: Text

  /// `82 passed, 0 failed`.
  public var summary: String { "\(passedCount) passed, \(failedCount) failed" }

  /// Each failing scenario with its place and reasons, and the summary; ends with a line break.
  public var text: String {
    (results.filter { !$0.passed }.map(\.text) + [summary + "\n"]).joined()
  }

  /// What no scenario covers, each with its place, and a count for each workflow; ends with a line
  /// break.
  public func coverageText(_ kinds: Set<Coverage.Kind> = Coverage.usualKinds) -> String {
    coverage.map { coverage in
      let (covered, all) = coverage.count(kinds)
      let gaps = coverage.gaps(kinds).map { "  not covered: \($0.gap)  \($0.place)\n" }
      return "\(coverage.workflow): \(covered) of \(all) covered\n\(gaps.joined())"
    }.joined()
  }
}

extension ScenarioResult {
  /// The id with the row of its examples, and the title.
  var name: String {
    let place = row.map { ", row \($0.number) (\($0.text))" } ?? ""
    return "\(id)\(place)\(title.map { " \($0)" } ?? "")"
  }

  /// The scenario, each failure with its place, and what the last step came to.
  public var text: String {
    var lines = ["failed: \(name)  \(range.place)"]
    for failure in failures {
      let place = failure.step == 0 ? "mistake" : "step \(failure.step)"
      lines.append("  \(place): \(failure.message)  \(failure.range.place)")
    }
    if let last {
      lines.append("  = step \(last.number): \(last.words)")
      lines += last.sentences.map { "      \($0)" }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
