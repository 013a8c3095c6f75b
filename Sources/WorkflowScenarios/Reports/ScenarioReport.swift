import Diagnostics
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
  public var json: JSONTree {
    .object([
      .init("format", .integer(1)), .init("passed", .integer(passedCount)),
      .init("failed", .integer(failedCount)),
      .init(
        "scenarios", .list(files.flatMap { file in file.results.map { $0.json(in: file.name) } })),
      .init("coverage", .list(coverage.map(\.json))),
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

  func json(in file: String) -> JSONTree {
    let position = range.startPosition
    return .object([
      .init("file", .text(file)), .init("line", .integer(position.line)), .init("id", .text(id)),
      .init("title", title.map { .text($0) } ?? .null),
      .init("covers", .list(covers.map { .text($0) })), .init("passed", .boolean(passed)),
      .init("failures", .list(failures.map(\.json))), .init("last_step", last?.json ?? .null),
    ])
  }
}

extension ScenarioFailure {
  var json: JSONTree {
    let position = range.startPosition
    return .object([
      .init("step", .integer(step)), .init("line", .integer(position.line)),
      .init("column", .integer(position.column)), .init("message", .text(message)),
    ])
  }
}

extension StepAccount {
  var json: JSONTree {
    .object([
      .init("step", .integer(number)), .init("outcome", .text(outcome.rawValue)),
      .init("blocked_by", .list(blockedBy.map { .text($0) })),
      .init("sentences", .list(sentences.map { .text($0) })),
    ])
  }
}

extension Coverage {
  var json: JSONTree {
    .object([
      .init("workflow", .text(workflow)),
      .init(
        "kinds",
        .list(
          Kind.allCases.map { kind in
            let (covered, all) = count([kind])
            return .object([
              .init("kind", .text(kind.rawValue)), .init("covered", .integer(covered)),
              .init("all", .integer(all)),
            ])
          })),
      .init(
        "gaps",
        .list(
          gaps(Set(Kind.allCases)).map { item in
            .object([
              .init("kind", .text(item.kind.rawValue)), .init("gap", .text(item.gap)),
              .init("file", .text(item.place.file)), .init("line", .integer(item.place.line)),
            ])
          })),
    ])
  }
}
