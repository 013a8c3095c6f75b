import Diagnostics
package import JSONText
import WorkflowEngine

/// The results of scenario files, ready to be written in several forms.
public struct ScenarioReport: Sendable {
  /// The results of each file, under its name.
  public var files: [(name: String, results: [ScenarioResult])]
  /// One for each workflow.
  public var coverage: [Coverage]

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

  // MARK: JSON

  /// Fields are only added; `format` says which version this is.
  package var json: JSON {
    .object([
      ("format", .integer(1)), ("passed", .integer(passedCount)),
      ("failed", .integer(failedCount)),
      ("scenarios", .array(files.flatMap { file in file.results.map { $0.json(in: file.name) } })),
      ("coverage", .array(coverage.map(\.json))),
    ])
  }
}

extension ScenarioResult {
  /// The scenario, each failure with its place, and what the last step came to.
  public var text: String {
    var lines = ["failed: \(id)\(title.map { " \($0)" } ?? "")  \(range.place)"]
    for failure in failures {
      lines.append("  step \(failure.step): \(failure.message)  \(failure.range.place)")
    }
    if let last {
      lines.append("  = step \(last.number): \(last.words)")
      lines += last.sentences.map { "      \($0)" }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  func json(in file: String) -> JSON {
    let position = range.startPosition
    return .object([
      ("file", .string(file)), ("line", .integer(position.line)), ("id", .string(id)),
      ("title", title.map { .string($0) } ?? .null),
      ("covers", .array(covers.map { .string($0) })), ("passed", .boolean(passed)),
      ("failures", .array(failures.map(\.json))), ("last_step", last?.json ?? .null),
    ])
  }
}

extension ScenarioFailure {
  var json: JSON {
    let position = range.startPosition
    return .object([
      ("step", .integer(step)), ("line", .integer(position.line)),
      ("column", .integer(position.column)), ("message", .string(message)),
    ])
  }
}

extension StepAccount {
  var json: JSON {
    .object([
      ("step", .integer(number)), ("outcome", .string(outcome.rawValue)),
      ("blocked_by", .array(blockedBy.map { .string($0) })),
      ("sentences", .array(sentences.map { .string($0) })),
    ])
  }
}

extension Coverage {
  var json: JSON {
    .object([
      ("workflow", .string(workflow)),
      (
        "kinds",
        .array(
          Kind.allCases.map { kind in
            let (covered, all) = count([kind])
            return .object([
              ("kind", .string(kind.rawValue)), ("covered", .integer(covered)),
              ("all", .integer(all)),
            ])
          })
      ),
      (
        "gaps",
        .array(
          gaps(Set(Kind.allCases)).map { item in
            .object([
              ("kind", .string(item.kind.rawValue)), ("gap", .string(item.gap)),
              ("file", .string(item.place.file)), ("line", .integer(item.place.line)),
            ])
          })
      ),
    ])
  }
}
