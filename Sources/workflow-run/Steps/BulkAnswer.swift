import Diagnostics
import JSONText
import WorkflowEngine
import WorkflowStore

/// What became of one of many records.
struct BulkResult {
  struct Reason {
    var name: String
    var sentence: String
  }

  enum Verdict {
    /// How many records its plan changes.
    case done(changes: Int)
    /// It waits for a second person.
    case pending
    case blocked(name: String, reasons: [Reason])
    /// Done before under the same request id.
    case repeated
  }

  var id: String
  var verdict: Verdict
}

/// What became of many records: counts, and the blocked ones with their reasons.
struct BulkAnswer {
  let question: StepQuestion
  let results: [BulkResult]
  let isDryRun: Bool
  /// How many records were asked for; more than there are results where the work was cut short.
  let total: Int
  let isInterrupted: Bool
  let failure: StoreError?

  /// How many blocked records the text names.
  static let shownBlocked = 20

  init(
    question: StepQuestion, results: [BulkResult], isDryRun: Bool, total: Int? = nil,
    isInterrupted: Bool = false, failure: StoreError? = nil
  ) {
    self.question = question
    self.results = results
    self.isDryRun = isDryRun
    self.total = total ?? results.count
    self.isInterrupted = isInterrupted
    self.failure = failure
  }

  func give(_ report: Report, head: [(String, JSON)]) throws -> ExitStatus {
    try report.print(text(report.tint))
    if report.wantsMachineForm {
      let command = JSON.string(isDryRun ? "dry-run" : "apply")
      try report.printMachine([("command", command)] + head + members)
    }
    if let failure { throw failure }
    return status
  }

  var status: ExitStatus {
    if isInterrupted { return .interrupted }
    if blocked.isEmpty { return pendingCount == 0 ? .done : .pending }
    return blocked.count == results.count ? .blocked : .partlyBlocked
  }

  private var blocked: [(id: String, name: String, reasons: [BulkResult.Reason])] {
    results.compactMap { result in
      switch result.verdict {
      case .blocked(let name, let reasons): (result.id, name, reasons)
      case .done, .pending, .repeated: nil
      }
    }
  }

  private var pendingCount: Int {
    results.count { if case .pending = $0.verdict { true } else { false } }
  }

  private var repeatedCount: Int {
    results.count { if case .repeated = $0.verdict { true } else { false } }
  }

  // MARK: Text

  func text(_ tint: Tint) -> String {
    let blocked = blocked
    var lines = [tint.strong("\(counted(total, question.type.name)): \(question.event.name)"), ""]
    for record in blocked.prefix(Self.shownBlocked) {
      lines.append("  \(tint.bad("✗")) \(record.name.shownOnOneLine)")
      lines += record.reasons.map { "      \($0.name): \($0.sentence)".shownOnOneLine }
    }
    if blocked.count > Self.shownBlocked {
      let rest = blocked.count - Self.shownBlocked
      lines.append("  … and \(rest) more; --output FILE has them all")
    }
    if !blocked.isEmpty { lines.append("") }
    lines.append(summary(blocked: blocked.count))
    return lines.joined(separator: "\n") + "\n\n" + tint.faint(question.moment.text) + "\n"
  }

  private func summary(blocked: Int) -> String {
    let good = results.count - blocked - pendingCount
    let waiting = pendingCount == 0 ? "" : ", \(pendingCount) for a second person"
    if isDryRun {
      return
        "Plan: \(good) of \(total) may happen, \(blocked) blocked\(waiting). Dry run: nothing was written."
    }
    var text = "Done: \(good) of \(total), \(blocked) blocked\(waiting)"
    if repeatedCount > 0 { text += ", \(repeatedCount) done before" }
    if isInterrupted {
      text += ". Interrupted: what was committed stays, \(total - results.count) not looked at"
    }
    return text + "."
  }

  // MARK: The machine form

  private var members: [(String, JSON)] {
    let blocked = blocked.count
    return [
      (
        "outcome",
        outcomeWord
      ),
      (
        "counts",
        .object([
          ("asked", .integer(total)), ("done", .integer(results.count - blocked - pendingCount)),
          ("blocked", .integer(blocked)), ("repeated", .integer(repeatedCount)),
          ("pending", .integer(pendingCount)),
        ])
      ),
      ("written", .boolean(!isDryRun && blocked + pendingCount < results.count)),
      ("interrupted", .boolean(isInterrupted)),
      ("results", .array(results.map { json($0) })),
    ]
  }

  private var outcomeWord: JSON {
    let blocked = blocked.count
    if blocked == 0 { return .string(pendingCount == 0 ? "allowed" : "pending") }
    return .string(blocked == results.count ? "blocked" : "partly_blocked")
  }

  private func json(_ result: BulkResult) -> JSON {
    switch result.verdict {
    case .done(let changes):
      .object([
        ("id", .string(result.id)), ("outcome", .string("allowed")), ("records", .integer(changes)),
      ])
    case .pending: .object([("id", .string(result.id)), ("outcome", .string("pending"))])
    case .repeated: .object([("id", .string(result.id)), ("outcome", .string("repeated"))])
    case .blocked(_, let reasons):
      .object([
        ("id", .string(result.id)), ("outcome", .string("blocked")),
        ("blocked_by", .strings(reasons.map(\.name))),
        ("sentences", .strings(reasons.map(\.sentence))),
      ])
    }
  }
}
