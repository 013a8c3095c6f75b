import Diagnostics
import JSONText
import Workflow
import WorkflowEngine
import WorkflowWords

/// A plan as a tree: what changes in which record and why, what is left alone, what is sent.
struct PlanScreen {
  /// `account A1 "Nordwind": deactivate`.
  var title: String
  var plan: PlanAnswer
  /// What is said behind the counts: `Dry run: nothing was written.`
  var remark: String
  var tint: Tint

  var text: String {
    var lines = [tint.strong(title.shownOnOneLine), ""] + tree + [""]
    for warning in plan.warnings { lines.append("Warning: \(warning.sentence.shownOnOneLine)") }
    if let prompt = plan.prompt { lines += Self.question(prompt, tint: tint) }
    lines.append("Plan: \(counts)." + (remark.isEmpty ? "" : " \(remark)"))
    return lines.joined(separator: "\n") + "\n"
  }

  /// `3 records change, 1 untouched, 2 messages`; what there is none of is left out.
  var counts: String {
    var kinds: [String: Changeset.Entry.Kind] = [:]
    for step in plan.steps where step.kind != .changed || !step.changes.isEmpty {
      let name = "\(step.type):\(step.id)"
      if kinds[name] == nil || kinds[name] == .changed { kinds[name] = step.kind }
    }
    func amount(_ kind: Changeset.Entry.Kind) -> Int { kinds.values.count { $0 == kind } }
    var parts: [String] = []
    if amount(.changed) > 0 {
      parts.append(
        "\(counted(amount(.changed), "record")) \(amount(.changed) == 1 ? "changes" : "change")")
    }
    if amount(.created) > 0 { parts.append("\(amount(.created)) created") }
    if amount(.deleted) > 0 { parts.append("\(amount(.deleted)) deleted") }
    if amount(.erased) > 0 { parts.append("\(amount(.erased)) erased") }
    if parts.isEmpty { parts.append("no record changes") }
    let untouched = self.untouched.count
    if untouched > 0 { parts.append("\(untouched) untouched") }
    if !plan.messages.isEmpty { parts.append(counted(plan.messages.count, "message")) }
    return parts.joined(separator: ", ")
  }

  /// The question with its details, offered inputs and buttons.
  static func question(_ prompt: PromptAnswer, tint: Tint) -> [String] {
    let buttons = prompt.buttons.map { "[\($0)]" }.joined(separator: " ")
    var lines = [
      tint.strong("Asks:") + " \(prompt.text.shownOnOneLine)  \(buttons.shownOnOneLine)"
    ]
    if let details = prompt.details { lines.append("      \(details.shownOnOneLine)") }
    for input in prompt.inputs {
      let label = input.label.map { " (\($0))" } ?? ""
      lines.append("      --input \(input.name)=\(input.value.plainText)\(label)".shownOnOneLine)
    }
    return lines
  }

  // MARK: What is left alone

  private struct Untouched {
    var type: String
    var id: String
    /// `deactivated already, left alone`.
    var remark: String
    /// The step whose effect came across it.
    var step: Int
  }

  private var untouched: [Untouched] {
    // What the plan itself has changed before needs no line of its own.
    let changed = Set(plan.steps.map { "\($0.type):\($0.id)" })
    let left = plan.leftAlone.filter { !changed.contains("\($0.type):\($0.id)") }
    return left.map { left in
      let state = left.state.map { left.isThere ? "\($0) already, " : "\($0), " } ?? ""
      return Untouched(
        type: left.type, id: left.id, remark: "\(state)left alone", step: left.step)
    }
      + plan.skipped.map { skipped in
        let reasons = skipped.blockers.map(\.sentence).joined(separator: " ")
        return Untouched(
          type: skipped.type, id: skipped.id, remark: "passed over: \(reasons)", step: skipped.step)
      }
  }

  // MARK: The tree

  /// One line before its columns are known.
  private struct Row {
    var level: Int
    var sign: PlanSign?
    var recordType = ""
    var recordID = ""
    var field = ""
    var value = ""
    var remark = ""
    /// A value that takes the place of the columns behind the id.
    var isFree = false
  }

  private var tree: [String] {
    var rows: [Row] = []
    let untouched = untouched
    for index in plan.steps.indices where plan.steps[index].parent == nil {
      add(index, depth: 0, untouched, to: &rows)
    }
    rows += messageRows
    return lines(of: rows)
  }

  private func add(_ index: Int, depth: Int, _ untouched: [Untouched], to rows: inout [Row]) {
    let level = max(0, depth - 1)
    if !isSilent(index, untouched) { rows += stepRows(plan.steps[index], level: level) }
    for child in plan.steps.indices where plan.steps[child].parent == index {
      add(child, depth: depth + 1, untouched, to: &rows)
    }
    for record in untouched where record.step == index {
      rows.append(
        Row(
          level: depth, sign: .untouched, recordType: record.type, recordID: record.id,
          value: record.remark, isFree: true))
    }
  }

  /// Whether a step that followed changes nothing, and nothing follows from it.
  private func isSilent(_ index: Int, _ untouched: [Untouched]) -> Bool {
    let step = plan.steps[index]
    return step.parent != nil && step.kind == .changed && step.changes.isEmpty
      && !plan.steps.contains { $0.parent == index } && !untouched.contains { $0.step == index }
  }

  private func stepRows(_ step: PlanAnswer.Step, level: Int) -> [Row] {
    let sign: PlanSign =
      switch step.kind {
      case .created: .created
      case .changed: .changed
      case .deleted, .erased: .removed
      }
    var first = Row(
      level: level, sign: sign, recordType: step.type, recordID: step.id, remark: reason(of: step))
    var rows: [Row] = []
    switch step.kind {
    case .deleted, .erased: first.value = step.kind.rawValue
    case .created, .changed:
      rows = step.changes.map { change in
        Row(level: level, field: change.field, value: change.text(of: step.kind))
      }
      if rows.isEmpty, step.kind == .created { first.value = "created" }
    }
    if rows.isEmpty { return [first] }
    first.field = rows[0].field
    first.value = rows[0].value
    return [first] + rows.dropFirst()
  }

  private func reason(of step: PlanAnswer.Step) -> String {
    guard let parent = step.parent.map({ plan.steps[$0] }) else {
      return step.cause == .clock ? "the clock" : "asked for"
    }
    guard let event = step.event else { return "set by \(parent.id)" }
    if parent.type == step.type, parent.id == step.id { return "then \(event)" }
    return event == parent.event ? "cascade from \(parent.id)" : "\(event) from \(parent.id)"
  }

  private var messageRows: [Row] {
    plan.messages.map { message in
      Row(
        level: 0, sign: .message, recordType: "message", recordID: message.id,
        value: message.text, isFree: true)
    }
  }

  // MARK: Columns

  private func lines(of rows: [Row]) -> [String] {
    var typeWidths: [Int: Int] = [:]
    for row in rows where row.sign != nil {
      typeWidths[row.level] = max(typeWidths[row.level] ?? 0, row.recordType.displayWidth)
    }
    let heads = rows.map { row -> String in
      guard row.sign != nil else { return "" }
      let type = row.recordType.padded(to: typeWidths[row.level] ?? 0)
      return "\(type) \(row.recordID.shownOnOneLine)"
    }
    let starts = zip(rows, heads).map { row, head in row.level * 2 + 4 + head.displayWidth }
    let fieldColumn = (zip(rows, starts).filter { !$0.0.isFree }.map(\.1).max() ?? 0) + 2
    let fieldWidth = (rows.map(\.field.displayWidth).max() ?? 0) + 1
    let values = rows.filter { !$0.isFree }.map(\.value.displayWidth)
    let valueWidth = (values.filter { $0 <= JSON.widest * 2 }.max() ?? 0) + 5
    return rows.indices.map { index in
      let row = rows[index]
      let indent = String(repeating: "  ", count: row.level + 1)
      let sign = row.sign.map { tint.sign($0) } ?? " "
      // A record that is left alone says so right behind its id.
      if row.isFree, row.sign == .untouched {
        return "\(indent)\(sign) \(heads[index])  \(row.value.shownOnOneLine)"
      }
      let gap = String(repeating: " ", count: max(1, fieldColumn - starts[index]))
      let head = "\(indent)\(sign) \(heads[index])\(gap)"
      if row.isFree { return head + row.value.shownOnOneLine }
      let field = fieldWidth > 1 ? row.field.padded(to: fieldWidth) : ""
      if row.remark.isEmpty { return head + field + row.value }
      return head + field + row.value.padded(to: valueWidth) + tint.faint(row.remark.shownOnOneLine)
    }
  }
}
