import Diagnostics
import WorkflowAnalysis

/// Which answers are other ones than those for an earlier version of a workflow.
struct VerificationChange {
  let file: String
  let before: VerifyAnswer.Verified
  let now: VerifyAnswer.Verified

  var answer: VerifyAnswer.Since {
    let found =
      changes(.invariant, before.invariants, now.invariants)
      + changes(.possibility, before.possibilities, now.possibilities)
    return VerifyAnswer.Since(
      file: file, changes: found.filter { $0.before != $0.now },
      unchanged: found.count { $0.before == $0.now })
  }

  private func changes(
    _ kind: VerifyAnswer.Change.Kind, _ before: [VerifyAnswer.Found], _ now: [VerifyAnswer.Found]
  ) -> [VerifyAnswer.Change] {
    let gone = before.filter { old in !now.contains { $0.name == old.name } }
    return now.map { new in
      VerifyAnswer.Change(
        kind: kind, name: new.name, before: before.first { $0.name == new.name }?.answer,
        now: new.answer)
    }
      + gone.map { VerifyAnswer.Change(kind: kind, name: $0.name, before: $0.answer, now: nil) }
  }

  /// For people; ends with a line break.
  func text(_ tint: Tint) -> String {
    let answer = answer
    let same = counted(answer.unchanged, "answer is", "answers are") + " the same"
    if answer.changes.isEmpty { return "since \(file): \(same)\n" }
    let lines = answer.changes.map { change in
      switch (change.before, change.now) {
      case (let before?, let now?):
        "  \(tint.strong("~")) \(change.name)   \(before.phrase) → \(now.phrase)"
      case (nil, let now?): "  \(tint.good("+")) \(change.name)   \(now.phrase)"
      case (let before, nil):
        "  \(tint.bad("-")) \(change.name)   was \(before?.phrase ?? "there")"
      }
    }
    return (["since \(file): \(same), others not:"] + lines).joined(separator: "\n") + "\n"
  }
}

extension VerifyAnswer.Found.Verdict {
  /// `proved for small sets`
  fileprivate var phrase: String { rawValue.split(separator: "_").joined(separator: " ") }
}
