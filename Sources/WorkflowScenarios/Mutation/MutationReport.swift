public import Diagnostics
import WorkflowLanguage

/// Which slips in a workflow its scenarios notice, and which none does.
public struct MutationReport: Sendable {
  /// What became of a slip.
  public enum Verdict: Sendable, Equatable {
    /// A scenario fails with it, or cannot be read any more.
    case noticed(by: String?)
    /// Every scenario passes as before.
    case unnoticed
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

  /// Those that scenarios could notice.
  public var tried: [Trial] { trials.filter { $0.verdict != .refused } }
  public var unnoticed: [Trial] { trials.filter { $0.verdict == .unnoticed } }
  public var noticedCount: Int { tried.count - unnoticed.count }

  /// Whether at least this share is noticed; where there is nothing to notice, it is.
  public func reaches(percent: Int) -> Bool { noticedCount * 100 >= percent * tried.count }

  /// What no scenario notices, each with its place, and a count; ends with a line break.
  public var text: String {
    let refused = trials.count - tried.count
    let lines = unnoticed.map { "  not noticed: \($0.sentence)  \($0.range.place)\n" }
    return "\(workflow): \(noticedCount) of \(tried.count) slips noticed"
      + (refused == 0 ? "" : ", \(refused) more refused when the file is read") + "\n"
      + lines.joined()
  }
}
