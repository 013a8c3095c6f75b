import CEL
import Diagnostics
import WorkflowEngine
import YAML

extension EffectReader {
  /// On which records an effect works; nil, with diagnostics, where that cannot be told.
  func target(of form: Form, verb: Verb) -> EffectTarget? {
    let own = EffectTarget(target: .own, type: type, scope: scope, isSet: false)
    switch verb.row.reach {
    case .named:
      return form[verb.rawValue].flatMap { loop($0, key: verb.rawValue, form) }
    case .addressed where form["for"] == nil:
      guard let to = form["to"] else { return own }
      guard let target = loop(to, key: "to", form) else { return nil }
      if target.isSet { report.add(.manyForOne(), at: to.range) }
      return target
    case .linked:
      if form["for"] == nil, let node = form[verb.rawValue] {
        return owner(ofLinks: node, form, own)
      }
      return form["for"].map { loop($0, key: "for", form) } ?? own
    case .looped, .addressed:
      return form["for"].map { loop($0, key: "for", form) } ?? own
    }
  }

  /// `link: group.members` changes the group's links.
  private func owner(ofLinks node: Node, _ form: Form, _ own: EffectTarget) -> EffectTarget? {
    guard let text = report.text(node, of: "link"), let point = text.utf8.lastIndex(of: 0x2E) else {
      return own
    }
    let path = String(text[..<point])
    if path == type.name { return own }
    guard let records = formulas.formula(path, at: 0, of: node, in: scope, expecting: nil) else {
      return nil
    }
    return loop(records, at: node, form)
  }

  private func loop(_ node: Node, key: String, _ form: Form) -> EffectTarget? {
    let sets = type.relations.map(\.name)
    let note = Diagnostic.Note("sets of \(type.name) are \(sets.joined(separator: ", "))")
    let formulas = FormulaReader(draft: draft, note: sets.isEmpty ? nil : note)
    guard let records = formulas.formula(node, of: key, in: scope, expecting: nil) else {
      return nil
    }
    if key == "for", let (number, isSingle) = EffectReader.recordType(records.program.type),
      isSingle, NameScan(records.text).path != nil
    {
      let single = SingleFor(
        form: form, path: records.text, own: type, member: draft.types[number])
      report.add(single.mistake, at: node.range)
      return nil
    }
    return loop(records, at: node, form)
  }

  private func loop(_ records: Formula, at node: Node, _ form: Form) -> EffectTarget? {
    guard let (number, isSingle) = EffectReader.recordType(records.program.type) else {
      if records.program.type != .error { report.add(.noRecords(records.text), at: node.range) }
      return nil
    }
    let member = draft.types[number]
    if isSingle, records.text == type.name, form["where"] == nil {
      return EffectTarget(target: .own, type: type, scope: scope, isSet: false)
    }
    let name = LoopName(
      form, member: member, in: scope, use: form.key("where") ?? form.key("order_by"), report)
    guard let inner = name.scope(needed: needsName(form)) else { return nil }
    let orderBy = form["order_by"].flatMap { formulas.order($0, in: inner) }
    let loop = Loop(
      records: records, memberType: number, isSingle: isSingle,
      condition: formulas.condition(form["where"], of: "where", in: inner), orderBy: orderBy,
      order: formulas.sortOrder(form), limit: report.count(form["limit"], of: "limit"))
    return EffectTarget(target: .each(loop), type: member, scope: inner, isSet: !isSingle)
  }

  /// Whether something in the effect may speak of the record looked at.
  private func needsName(_ form: Form) -> Bool {
    if form["where"] != nil || form["order_by"] != nil { return true }
    return ["set", "with"].contains { key in
      guard let node = form[key] else { return false }
      let values = node.isMapping ? node.entries.map(\.value) : [node]
      let leadsOn = node.isMapping && node.entries.contains { $0.key.text.contains(".") }
      return leadsOn || values.contains { formulas.formulaText($0) != nil }
    }
  }

  /// The record type of a record or a list of records.
  static func recordType(_ type: CELType) -> (number: Int, isSingle: Bool)? {
    switch type {
    case .record(let number): return (number, true)
    case .nullable(let inner): return recordType(inner)
    case .list(let element):
      guard let (number, isSingle) = recordType(element), isSingle else { return nil }
      return (number, false)
    default: return nil
    }
  }
}
