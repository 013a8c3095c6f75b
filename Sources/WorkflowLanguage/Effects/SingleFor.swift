import Diagnostics
import WorkflowEngine
import YAML

/// `for: client` where the client is one record: what the effect says without it.
struct SingleFor {
  let form: Form
  /// The way to the record, as written.
  let path: String
  let own: RecordTypeDraft
  let member: RecordTypeDraft

  private var lookedName: String { form["as"].map(\.text) ?? member.name }

  var mistake: Mistake {
    let isOwn = path == own.name
    let what = isOwn ? "the own record" : "one record"
    let label =
      if isOwn {
        "leave it out"
      } else if form["set"] != nil {
        "write set: {\(path).\(firstField): …}"
      } else if form["send"] != nil, form["create"] == nil {
        "write {send: …, to: \(path)}"
      } else {
        "leave it out, and write \(path) where the record is meant"
      }
    return Mistake(
      .misplacedKey, "'for' goes over a set, and '\(path)' is \(what)", label: label,
      help: form["where"] == nil
        ? "'when: \(path) != null' where there may be none"
        : "what 'where' asks stands under 'when'",
      edits: edits ?? [])
  }

  private var firstField: String {
    guard let set = form["set"], set.isMapping, let key = set.entries.first?.key else {
      return "field"
    }
    return key.text
  }

  // MARK: The mend

  private var edits: [Mend.Edit]? {
    let isPlain = ["order_by", "descending", "empty", "limit"].allSatisfy { form.raw($0) == nil }
    guard form.node.style == .flowMapping, isPlain, form["where"] == nil || form["when"] == nil
    else { return nil }
    var edits = removal(of: "as")
    if form["send"] != nil, form["create"] == nil, path != own.name {
      guard let key = form.key("for") else { return nil }
      edits.append(.init(key.range, "to"))
    } else {
      edits += removal(of: "for")
    }
    if let key = form.key("where"), let condition = form["where"] {
      guard condition.isScalar else { return nil }
      edits.append(.init(key.range, "when"))
      edits += renaming(condition, from: 0, condition.text)
    }
    for key in ["set", "with"] {
      guard let node = form[key] else { continue }
      guard node.isMapping else { return nil }
      for (field, value) in node.entries {
        if key == "set", path != own.name {
          let start = SourceRange(
            file: field.range.file, start: field.range.start, end: field.range.start)
          edits.append(.init(start, "\(path)."))
        }
        guard value.isScalar, value.text.hasPrefix("=") else { continue }
        edits += renaming(value, from: 1, String(value.text.dropFirst()))
      }
    }
    return edits
  }

  /// The path in place of the name of the record looked at.
  private func renaming(_ node: Node, from start: Int, _ text: String) -> [Mend.Edit] {
    guard lookedName != path else { return [] }
    return NameScan(text).chains.filter { !$0.isContinued && $0.names.first == lookedName }.map {
      let begin = start + $0.range.lowerBound
      return .init(node.range(ofText: begin..<begin + lookedName.utf8.count), path)
    }
  }

  /// Takes an entry out of the effect's braces.
  private func removal(of name: String) -> [Mend.Edit] {
    let entries = Array(form.node.entries)
    guard let number = entries.firstIndex(where: { $0.key.text == name }) else { return [] }
    let file = form.node.range.file
    let entry = entries[number]
    if number + 1 < entries.count {
      let next = entries[number + 1].key.range.start
      return [.init(SourceRange(file: file, start: entry.key.range.start, end: next), "")]
    }
    guard number > 0 else { return [] }
    let start = entries[number - 1].value.range.end
    return [.init(SourceRange(file: file, start: start, end: entry.value.range.end), "")]
  }
}
