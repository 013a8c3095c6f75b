import CEL
import Diagnostics
import Workflow
import WorkflowWords

/// An expression's value and, where it was asked for, why it is that.
struct EvaluationScreen {
  let evaluation: Evaluation
  let tint: Tint

  var text: String {
    var text = evaluation.text + "\n"
    if let part = evaluation.part {
      text += "\n"
      write(part, depth: 0, to: &text)
    }
    return text
  }

  private func write(_ part: Explanation.Part, depth: Int, to text: inout String) {
    let indent = String(repeating: "  ", count: depth)
    let element = part.element.map { "for \(evaluation.phrase($0)): " } ?? ""
    let source = part.text.shownOnOneLine
    let remark = remark(part)
    text += "\(indent)\(mark(part.value)) \(element)\(source)"
    text += remark.isEmpty ? "\n" : tint.faint("   \(remark)") + "\n"
    for inner in part.parts { write(inner, depth: depth + 1, to: &text) }
    if part.leftOut > 0 { text += "\(indent)  and \(part.leftOut) more\n" }
  }

  private func mark(_ value: Value) -> String {
    switch value {
    case .bool(true): tint.good("✓")
    case .bool(false): tint.bad("✗")
    case .null, .error: tint.changed("?")
    case .int, .uint, .double, .decimal, .string, .bytes, .timestamp, .duration, .date, .period,
      .choice, .record, .list, .map, .optional, .type:
      "="
    }
  }

  /// What is to be said about a part, as a sentence without its period.
  private func remark(_ part: Explanation.Part) -> String {
    switch part.kind {
    case .all: return counts(part, "all must hold")
    case .any: return counts(part, "one must hold")
    case .every: return counts(part, "it must hold for each")
    case .some: return counts(part, "it must hold for one")
    case .not: return "it must not hold"
    case .choice: return part.parts.count < 2 ? "nothing is chosen" : came(part)
    case .plain: return plain(part)
    }
  }

  /// `2 of 3 hold, all must hold`.
  private func counts(_ part: Explanation.Part, _ rule: String) -> String {
    if part.leftOut > 0 { return rule }
    if part.parts.isEmpty { return "\(rule), and there are none" }
    let holding = part.parts.count { $0.value.isTrue }
    let verb = holding == 1 ? "holds" : "hold"
    return "\(rule), \(holding) of \(part.parts.count) \(verb)"
  }

  private func plain(_ part: Explanation.Part) -> String {
    let own = part.text.shownOnOneLine
    let readings = part.reads.filter { $0.path.shownOnOneLine != own || part.value.isBool }
      .map { read in
        read.value.isNull
          ? "\(read.path) has no value" : "\(read.path) is \(evaluation.phrase(read.value))"
      }
    var sentences = [came(part)]
    if let problem = part.value.problem {
      // The reading that is missing is what cannot be told.
      sentences = ["cannot tell: \(problem)"]
      return (sentences + readings.filter { $0 != problem }).joined(separator: ", ")
    }
    sentences += readings
    return sentences.filter { !$0.isEmpty }.joined(separator: ", ")
  }

  /// The value, where the mark does not say it.
  private func came(_ part: Explanation.Part) -> String {
    if part.value.isBool { return "" }
    if part.value.isNull { return "it has no value" }
    return "it is \(evaluation.phrase(part.value))"
  }
}

extension Value {
  fileprivate var isBool: Bool {
    if case .bool = self { true } else { false }
  }

  fileprivate var isTrue: Bool {
    if case .bool(true) = self { true } else { false }
  }
}
