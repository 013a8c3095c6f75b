import Diagnostics
import YAML

/// An entry of a form whose key is none of the form's: what it was probably meant to be.
struct UnknownEntry {
  let key: Node
  let value: Node
  /// The form with what stands before the entry.
  let form: Form

  func report(to report: Report) {
    report.lose(key)
    report.lose(value)
    if let formula = FlowComma.whole(key, in: form) {
      report.silence(formula)
      return report.add(.cutFormula(formula.text), at: formula)
    }
    if let cut = CutValue(key: key, value: value, before: form.last?.value) {
      report.silence(cut.range)
      return report.add(
        cut.mistake(takesList: form.last?.key.shape.takesList == true), at: cut.range)
    }
    if let besideShortForm { return report.add(besideShortForm, at: key.range) }
    if let last = form.last, last.value.isMapping || last.value.isNothing,
      last.value.style != .flowMapping, last.key.shape.owns(key, value)
    {
      return report.add(
        Outdented(key: key, value: value).mistake(of: last.node, last.value), at: key.range)
    }
    if let misplaced { return report.add(misplaced, at: key.range) }
    // A list can only be that of the ways.
    let further = form.kind == .transition && value.isSequence ? ["first", "ways"] : []
    var mistake = Mistake.unknownKey(
      key.text, in: form.kind.name, allowed: form.kind.keyNames + further)
    if form.kind == .effect, mistake.replacement == nil, value.asBool == true || value.isNothing {
      mistake.label = "if it is an event, write 'send: \(key.text)'"
      mistake.edits = [
        .init(
          SourceRange(file: key.range.file, start: key.range.start, end: value.range.end),
          "send: \(key.text)")
      ]
    }
    if FlowComma.cuts(key) { mistake.label = FlowComma.remedy }
    report.add(mistake, at: key.range)
  }

  /// That a key of the long form of 'approval' stands beside the short one: the roles alone, or true.
  private var besideShortForm: Mistake? {
    guard let last = form.last, last.node.text == "approval", last.key.shape.owns(key, value),
      last.value.style == .flowSequence || last.value.asBool == true
    else { return nil }
    let roles = last.value.isSequence ? "roles: \(last.value.range.text), " : ""
    let long = "{\(roles)\(key.text): \(value.range.text)}"
    var mistake = Mistake.misplacedKey(
      key.text, "stands in 'approval'", label: "write approval: \(long)")
    mistake.edits = [
      .init(
        SourceRange(
          file: key.range.file, start: last.value.range.start, end: value.range.end), long)
    ]
    return mistake
  }

  /// That a key of a way stands beside all of them, or that of all in one.
  private var misplaced: Mistake? {
    switch form.kind {
    case .ways where FormKind.transition.keyNames.contains(key.text):
      .misplacedKey(
        key.text, "is said by each way and not for all of them", label: "move it into the ways")
    case .transition where ["first", "ways"].contains(key.text):
      .misplacedKey(
        key.text, "stands in the event itself, a way has none of its own",
        label: "list these ways among the others")
    case .relation where ["secret", "seen_by"].contains(key.text): .secretReference()
    case .relation where key.text == "personal": .personalReference()
    default: nil
    }
  }
}

extension FormKey.Shape {
  fileprivate var takesList: Bool {
    switch self {
    case .list: true
    case .either(let shapes): shapes.contains(where: \.takesList)
    default: false
    }
  }

  /// Whether an entry could stand in what is behind a key of this shape.
  fileprivate func owns(_ key: Node, _ value: Node) -> Bool {
    switch self {
    case .mapping(let form): form.keys.contains { $0.name == key.text }
    case .names(.mapping(let form)):
      value.isMapping && value.count > 0
        && value.entries.allSatisfy { entry in
          form.keys.contains { $0.name == entry.key.text }
        }
    case .either(let shapes): shapes.contains { $0.owns(key, value) }
    default: false
    }
  }
}
