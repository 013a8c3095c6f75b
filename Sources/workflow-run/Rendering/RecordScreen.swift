import CEL
import Diagnostics
import JSONText
import Workflow
import WorkflowEngine

/// A record with its members, its badges, and every event: offered, or why not.
struct RecordScreen {
  let answer: ShowAnswer
  let definition: WorkflowDefinition

  private var zone: TimeZoneRules { definition.timeZone }

  private static let widestReason = 140

  func text(_ tint: Tint) -> String {
    var text = tint.strong(answer.name.shownOnOneLine)
    if !answer.badges.isEmpty { text += "  [\(answer.badges.joined(separator: "] ["))]" }
    if let color = answer.rowColor { text += "  (\(color))" }
    text += "\n\n" + members.text(tint)
    if !answer.waiting.isEmpty {
      let lines = answer.waiting.flatMap(waiting).map { "  \($0.shownOnOneLine)\n" }
      text += "\nWaits for a second person:\n" + lines.joined()
    }
    if !held.rows.isEmpty { text += "\nDue and held back:\n" + held.text(tint) }
    text += "\nMenu:\n" + (answer.menu.isEmpty ? "  nothing\n" : menu.text(tint))
    for offer in answer.menu {
      guard let route = offer.route else { continue }
      text += "\n" + route.paragraph("the way to \(offer.event)").joined(separator: "\n") + "\n"
    }
    if !answer.notOffered.isEmpty { text += "\nNot offered:\n" + others.text(tint) }
    return text
  }

  // MARK: Tables

  private var members: Table {
    var table = Table(headings: ["", "", ""], indent: "  ")
    table.widest = Self.widestReason
    table.rows = rows(of: answer.fields, sign: " ") + rows(of: answer.computed, sign: "=")
    return table
  }

  private func rows(of values: JSON, sign: String) -> [[String]] {
    guard case .object(let members) = values else { return [] }
    return members.flatMap { name, stored in
      let value = definition.shown(stored, of: name, in: answer.record.type)
      let entries = entryLines(value, of: name)
      let text =
        entries.isEmpty
        ? value.cellText(isSet: answer.sets.contains(name))
        : counted(entries.count, "entry", "entries")
      return [[sign, name, text]] + entries.map { ["", "", $0] }
    }
  }

  /// What each entry of an inline list says: `kind service, service S1, amount 30`.
  private func entryLines(_ value: JSON, of member: String) -> [String] {
    guard let type = definition.recordType(named: answer.record.type),
      let slot = type.slot(of: member), case .entries(let number) = type.fields[slot].type,
      case .array(let entries) = value
    else { return [] }
    return entries.map { entry in
      guard case .object(let members) = entry else { return entry.shortText }
      return definition.recordTypes[number].fields.compactMap { field in
        guard let value = members.first(where: { $0.0 == field.name })?.1, value != .null else {
          return nil
        }
        return "\(field.name) \(value.shortText)"
      }.joined(separator: ", ")
    }
  }

  private var held: Table {
    var table = Table(headings: ["", "", "", ""], indent: "  ")
    table.widest = Self.widestReason
    for timer in answer.timers where timer.isHeld {
      let reasons = zip(timer.blockedBy, timer.sentences).map { "\($0): \($1)" }
      table.rows.append(
        ["✗", timer.event, "since \(LocalTime.text(timer.due, zone))", reasons.first ?? ""])
      table.rows += reasons.dropFirst().map { ["", "", "", $0] }
    }
    return table
  }

  private var menu: Table {
    var table = Table(headings: ["", "", "", ""], indent: "  ")
    table.widest = Self.widestReason
    table.rows = answer.menu.map { [$0.sign, $0.event, $0.label, $0.remark] }
    return table
  }

  private var others: Table {
    var table = Table(headings: ["", ""], indent: "  ")
    table.widest = Self.widestReason
    table.rows = answer.notOffered.map { [$0.event, $0.reason] }
    return table
  }

  // MARK: What waits

  /// Who asked and when, and who may agree.
  private func waiting(_ request: WaitingAnswer) -> [String] {
    let values = [request.inputs, request.edits].map(\.assignments).filter { !$0.isEmpty }
    let with = values.isEmpty ? "" : ", with \(values.joined(separator: " "))"
    let who =
      (["somebody else"]
      + request.roles.prefix(1).map { _ in
        "with the role \(request.roles.joined(separator: " or "))"
      }).joined(separator: " ")
    var lines = [
      "\(request.event)  asked by \(request.actor.text), \(LocalTime.text(request.at, zone))\(with)",
      "  for \(who) to approve or reject\(request.mayAnswer ? "; you may" : "")",
    ]
    if request.mayWithdraw { lines.append("  you asked for it and may withdraw it") }
    if !request.isNeeded { lines.append("  now nobody else would have to agree") }
    if !request.changes.isEmpty {
      lines.append("  changed since: \(request.changes.map(\.text).joined(separator: ", "))")
    }
    if request.count > 1 {
      let agreed = request.agreed.map(\.text).joined(separator: ", ")
      lines.append(
        "  \(request.agreed.count) of \(request.count) have agreed\(agreed.isEmpty ? "" : ": \(agreed)")"
      )
    }
    if let expires = request.expires, request.lapsed == nil {
      lines.append("  expires \(LocalTime.text(expires, zone))")
    }
    if request.isGone {
      lines.append("  the definition has no such event any more; it can be rejected")
    } else if let lapsed = request.lapsed {
      lines.append("  \(lapsed)")
    } else if !request.blockedBy.isEmpty {
      lines.append("  now it would be blocked by \(request.blockedBy.joined(separator: ", "))")
    }
    return lines
  }
}

extension ShowAnswer.Offer {
  fileprivate var sign: String {
    switch verdict {
    case .allowed, .needsSecond, .asks: "✓"
    case .waits, .blocked: "✗"
    }
  }

  /// `now blocked by credit_limit; needs the role manager`, `asks for: Terms, PIN`.
  fileprivate var remark: String {
    let said = [BlockCode.alreadyPending, .inputMissing].map(\.rawValue)
    let others = blockedBy.filter { name in
      !said.contains(name) && !(name == BlockCode.notPermitted.rawValue && !roles.isEmpty)
    }
    var parts: [String] = []
    if !roles.isEmpty { parts.append("needs the role \(roles.joined(separator: " or "))") }
    if !others.isEmpty { parts.append("now blocked by \(others.joined(separator: ", "))") }
    if !asks.isEmpty {
      parts.append("asks for: \(asks.map { $0.label ?? $0.input }.joined(separator: ", "))")
    }
    if verdict == .needsSecond { parts.append("a second person must agree") }
    if verdict == .waits { parts.append("waits for a second person") }
    return parts.joined(separator: "; ")
  }
}

extension PersonAnswer {
  /// `u17 (clerk)`.
  var text: String { roles.isEmpty ? user : "\(user) (\(roles.joined(separator: ", ")))" }
}

extension JSON {
  /// A member of a record as a table shows it.
  func cellText(isSet: Bool) -> String {
    switch self {
    case .null: return ""
    case .array(let ids) where isSet:
      if ids.isEmpty { return "none" }
      let first = ids.prefix(5).map(\.plainText).joined(separator: ", ")
      return "\(ids.count): \(first)\(ids.count > 5 ? ", …" : "")"
    case .object(let members) where members.map(\.0) == ["unknown"]: return "(unknown)"
    case .array, .object, .string, .boolean, .integer, .number, .raw: return shortText
    }
  }

  /// A mapping as a command line has it: `amount=7 note=late`.
  var assignments: String {
    guard case .object(let members) = self else { return "" }
    return members.map { "\($0.0)=\($0.1.plainText)" }.joined(separator: " ")
  }
}
