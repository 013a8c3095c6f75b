import Diagnostics
import WorkflowEngine
import WorkflowWords

/// A plan as a tree: what changes in which record and why, what is left alone, what is sent.
struct PlanScreen {
  /// A record that a step of the plan left as it is.
  struct Untouched {
    var recordType: String
    var recordID: String
    /// `deactivated already, left alone`.
    var remark: String
    /// The entry whose effect came across it.
    var entry: Int
  }

  /// `account A1 "Nordwind": deactivate`.
  var title: String
  var changeset: Changeset
  var untouched: [Untouched]
  var prompt: Prompt?
  /// What is said behind the counts: `Dry run: nothing was written.`
  var remark: String
  var words: ValueWords
  var tint: Tint

  var text: String {
    var lines = [tint.strong(title.shownOnOneLine), ""] + tree + [""]
    for warning in changeset.warnings {
      lines.append("Warning: \(warning.sentence.shownOnOneLine)")
    }
    if let prompt { lines += Self.question(prompt, words: words, tint: tint) }
    lines.append("Plan: \(counts)." + (remark.isEmpty ? "" : " \(remark)"))
    return lines.joined(separator: "\n") + "\n"
  }

  /// `3 records change, 1 untouched, 0 messages`.
  var counts: String {
    let kinds = Dictionary(
      changeset.entries.map { ("\($0.recordType):\($0.recordID)", $0.kind) },
      uniquingKeysWith: { first, second in first == .created || second == .changed ? first : second
      })
    func amount(_ kind: Changeset.Entry.Kind) -> Int { kinds.values.count { $0 == kind } }
    let changed = amount(.changed)
    var parts = ["\(counted(changed, "record")) \(changed == 1 ? "changes" : "change")"]
    if amount(.created) > 0 { parts.append("\(amount(.created)) created") }
    if amount(.deleted) > 0 { parts.append("\(amount(.deleted)) deleted") }
    if amount(.erased) > 0 { parts.append("\(amount(.erased)) erased") }
    parts.append("\(untouched.count) untouched")
    parts.append(counted(changeset.messages.count, "message"))
    return parts.joined(separator: ", ")
  }

  /// The question with its details, offered inputs and buttons.
  static func question(_ prompt: Prompt, words: ValueWords, tint: Tint) -> [String] {
    let buttons = prompt.buttons.map { "[\($0)]" }.joined(separator: " ")
    var lines = [
      tint.strong("Asks:") + " \(prompt.text.shownOnOneLine)  \(buttons.shownOnOneLine)"
    ]
    if let details = prompt.details { lines.append("      \(details.shownOnOneLine)") }
    for input in prompt.inputs {
      let label = input.label.map { " (\($0))" } ?? ""
      lines.append("      --input \(input.name)=\(words.plain(input.value))\(label)".shownOnOneLine)
    }
    return lines
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
    for index in changeset.entries.indices where changeset.entries[index].parent == nil {
      add(index, depth: 0, to: &rows)
    }
    rows += messageRows
    return lines(of: rows)
  }

  private func add(_ index: Int, depth: Int, to rows: inout [Row]) {
    let entry = changeset.entries[index]
    let level = max(0, depth - 1)
    rows += entryRows(entry, level: level)
    for child in changeset.entries.indices where changeset.entries[child].parent == index {
      add(child, depth: depth + 1, to: &rows)
    }
    for record in untouched where record.entry == index {
      rows.append(
        Row(
          level: depth, sign: .untouched, recordType: record.recordType, recordID: record.recordID,
          value: record.remark, isFree: true))
    }
  }

  private func entryRows(_ entry: Changeset.Entry, level: Int) -> [Row] {
    let sign: PlanSign =
      switch entry.kind {
      case .created: .created
      case .changed: .changed
      case .deleted, .erased: .removed
      }
    var first = Row(
      level: level, sign: sign, recordType: entry.recordType, recordID: entry.recordID,
      remark: reason(of: entry))
    var rows: [Row] = []
    switch entry.kind {
    case .deleted, .erased: first.value = entry.kind.rawValue
    case .created, .changed:
      rows = entry.changes.map { change in
        Row(level: level, field: change.field, value: transition(of: change, kind: entry.kind))
      }
      if rows.isEmpty { first.value = entry.kind == .created ? "created" : "nothing of its own" }
    }
    if rows.isEmpty { return [first] }
    first.field = rows[0].field
    first.value = rows[0].value
    return [first] + rows.dropFirst()
  }

  private func transition(
    of change: Changeset.FieldChange, kind: Changeset.Entry.Kind
  ) -> String {
    let new = words.short(change.new)
    return kind == .created && change.old == .null ? new : "\(words.short(change.old)) → \(new)"
  }

  private func reason(of entry: Changeset.Entry) -> String {
    guard let parent = entry.parent.map({ changeset.entries[$0] }) else {
      return entry.cause == .clock ? "the clock" : "asked for"
    }
    guard let event = entry.event else { return "set by \(parent.recordID)" }
    if parent.recordType == entry.recordType, parent.recordID == entry.recordID {
      return "then \(event)"
    }
    return event == parent.event
      ? "cascade from \(parent.recordID)" : "\(event) from \(parent.recordID)"
  }

  private var messageRows: [Row] {
    if changeset.messages.isEmpty {
      return [
        Row(
          level: 0, sign: .message, recordType: "message", recordID: "—", value: "none",
          isFree: true)
      ]
    }
    return changeset.messages.map { message in
      let fields = message.fields.map { " \($0.name) \(words.short($0.value))" }
        .joined(separator: ",")
      return Row(
        level: 0, sign: .message, recordType: "message", recordID: message.recordID,
        value: "\(message.name)\(fields.isEmpty ? "" : ":")\(fields)", isFree: true)
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
    let valueWidth = (values.filter { $0 <= ValueWords.widest * 2 }.max() ?? 0) + 5
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
