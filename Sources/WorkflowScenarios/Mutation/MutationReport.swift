public import Diagnostics
import WorkflowLanguage

/// Which slips in a workflow its scenarios notice, and which none does.
public struct MutationReport: Sendable {
  /// What became of a slip.
  public enum Verdict: Sendable, Equatable {
    /// A scenario fails with it, or cannot be read any more.
    case noticed(by: String?)
    /// Every scenario passes as before. A scenario that would not, as an item of a file's list; nil
    /// where what the slip changes cannot be said by one.
    case unnoticed(scenario: String?)
    /// Every scenario passes as before, and so many requests on worlds drawn by chance are answered
    /// as before too: it may be that it changes nothing.
    case idle(requests: Int)
    /// The invariant is proved for any number of records, and so it is with the slip, or asks less
    /// then: no step is refused because of either.
    case harmless(invariant: String)
    /// The file is refused with it: `check` notices it.
    case refused
  }

  /// A slip that was tried.
  public struct Trial: Sendable {
    /// What was changed: `without guard 'paid' of account.close`.
    public let sentence: String
    /// The word for what kind of slip it is: `left_out`.
    public let kind: String
    public let range: SourceRange
    public let verdict: Verdict

    /// The scenario that notices it, where there is one.
    public var noticer: String? {
      if case .noticed(let scenario) = verdict { scenario } else { nil }
    }

    init(_ slip: Slip, _ verdict: Verdict) {
      sentence = slip.sentence
      kind = slip.kind.rawValue
      range = slip.range
      self.verdict = verdict
    }
  }

  public let workflow: String
  public let trials: [Trial]
  /// What stands above the list of scenarios of a file.
  let head: String

  /// Those that scenarios could notice.
  public var tried: [Trial] {
    trials.filter { trial in
      switch trial.verdict {
      case .noticed, .unnoticed, .idle: true
      case .harmless, .refused: false
      }
    }
  }

  /// Those that change nothing, which is proved.
  public var harmless: [Trial] {
    trials.filter { if case .harmless = $0.verdict { true } else { false } }
  }

  /// Those that no scenario notices, though an answer differs.
  public var unnoticed: [Trial] {
    trials.filter { if case .unnoticed = $0.verdict { true } else { false } }
  }

  /// Those that no scenario notices, and for which no answer was found that differs.
  public var idle: [Trial] {
    trials.filter { if case .idle = $0.verdict { true } else { false } }
  }

  public var noticedCount: Int { tried.count - unnoticed.count - idle.count }

  public var refusedCount: Int { trials.count { $0.verdict == .refused } }

  /// Whether at least this share is noticed; where there is nothing to notice, it is.
  public func reaches(percent: Int) -> Bool { noticedCount * 100 >= percent * tried.count }

  /// What no scenario notices, each with its place, and a count; ends with a line break.
  public var text: String {
    var lines = ["\(workflow): \(noticedCount) of \(tried.count) slips noticed"]
    if refusedCount > 0 { lines[0] += ", \(refusedCount) more refused when the file is read" }
    if !harmless.isEmpty {
      let names = Set(
        harmless.compactMap { if case .harmless(let name) = $0.verdict { name } else { nil } })
      lines[0] +=
        ", \(harmless.count) change nothing, for no step can break "
        + names.sorted().joined(separator: ", ")
    }
    lines += unnoticed.map { "  not noticed: \($0.sentence)  \($0.range.place)" }
    lines += idle.map {
      "  not noticed, and no answer was found that differs: \($0.sentence)  \($0.range.place)"
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// A file of scenarios that would notice what none does now, each once; nil where there is none.
  public var proposal: String? {
    var seen: Set<Substring> = []
    let scenarios = unnoticed.compactMap { trial -> String? in
      guard case .unnoticed(let scenario?) = trial.verdict else { return nil }
      // The id and the title stand in the first two lines.
      let lines = scenario.split(separator: "\n", maxSplits: 2)
      return seen.insert(lines.last ?? "").inserted ? scenario : nil
    }
    return scenarios.isEmpty ? nil : head + scenarios.joined(separator: "\n")
  }
}
