import CEL
import Diagnostics
import WorkflowEngine
import YAML

/// Makes a record type of what its draft declares.
struct RecordTypeReader {
  let draft: DefinitionDraft
  let scopes: Scopes
  let shared: GuardBook
  let cascades: CascadeGraph
  let type: RecordTypeDraft

  private var report: Report { draft.report }
  private var formulas: FormulaReader { FormulaReader(draft: draft) }

  func read() -> RecordType {
    let own = scopes.own(type)
    let form = type.form
    let guards = GuardBook(type.forms.map { $0["guards"] }, isShared: false, report)
    let events = type.events.enumerated().map { index, event in
      let transitions = TransitionReader(
        draft: draft, scopes: scopes, shared: shared, guards: guards, cascades: cascades,
        type: type, event: event
      ).read()
      return Event(
        index: index, name: event.name, transitions: transitions, isOrdered: event.isOrdered,
        pendingSlot: event.pendingNumber.map(type.slot(ofInternal:)))
    }
    finish(guards)
    let regions = RegionReader(
      draft: draft, cascades: cascades, type: type, scope: scopes.stepwise(type)
    ).read()
    let computed = formulaFields(own)
    return RecordType(
      index: type.index, name: type.name, place: report.place(type.range),
      shownAs: formulas.sentence(form?["shown_as"], of: "shown_as", in: own),
      fields: storedFields(), formulas: computed, regions: regions, sets: sets(own),
      events: events,
      reactions: ReactionReader(draft: draft, type: type, scope: own).read(
        type.forms.map { $0["reactions"] }),
      lists: lists(own), badges: badges(own),
      isInline: type.entriesOf != nil, undecidedEvent: undecidedEvent(form?["undecided"]),
      furtherKeys: UniquenessReader(draft: draft, type: type, scope: own)
        .furtherKeys(type.forms.map { $0["unique"] }, computed: computed))
  }

  /// Guards that nobody uses are read all the same, for their mistakes.
  private func finish(_ guards: GuardBook) {
    let scope = scopes.stepwise(type)
    let inputs = Set(type.events.flatMap(\.ways).flatMap(\.inputs).map(\.formulaName))
    for unused in guards.guards where !unused.isUsed {
      report.warn(.unusedGuard(unused.name), at: unused.range)
      guard unused.roots.isDisjoint(with: inputs) else { continue }
      _ = GuardReader(draft: draft).namedGuard(
        unused, for: type, own: scope, scope: scope, use: unused.range)
    }
  }

  // MARK: Fields

  private func storedFields() -> [Field] {
    var fields = type.regions.enumerated().map { slot, region in
      Field(
        name: region.name, type: .choice(region.choice), isOptional: region.parent != nil,
        defaultValue: region.parent == nil
          ? region.states.first.map { .constant(.choice($0.name)) } : nil, uniqueness: nil,
        region: slot, place: report.place(region.range))
    }
    for field in type.fields {
      fields.append(
        Field(
          name: field.name, type: field.type ?? .text, isOptional: field.isOptional,
          defaultValue: field.defaultValue, uniqueness: field.uniqueness, region: nil,
          seenBy: field.seenBy, isPersonal: field.isPersonal, place: report.place(field.range)))
    }
    for relation in type.relations where relation.isStored {
      let member = relation.memberType ?? 0
      let isLinks = if case .links = relation.source { true } else { false }
      fields.append(
        Field(
          name: relation.name, type: isLinks ? .links(member) : .entries(member), isOptional: true,
          defaultValue: nil, uniqueness: nil, region: nil, place: report.place(relation.range)))
    }
    for field in type.internalFields {
      let (fieldType, beginning): (FieldType, WorkflowEngine.Expression?) =
        switch field.kind {
        case .moment: (.timestamp, nil)
        case .state(let region): (.choice(type.regions[region].choice), nil)
        case .flag: (.boolean, .constant(.boolean(false)))
        }
      fields.append(
        Field(
          name: field.name, type: fieldType, isOptional: beginning == nil,
          defaultValue: beginning, uniqueness: nil, region: nil, isInternal: true,
          place: report.place(type.range)))
    }
    return fields
  }

  private func formulaFields(_ scope: Scope) -> [FormulaField] {
    type.formulas.indices.compactMap { index in
      if type.formulas[index].formula == nil, case .known = type.formulas[index].shape {
        let node = type.formulas[index].node
        type.formulas[index].formula = formulas.formula(
          node, of: "formula", in: scope, expecting: nil)
      }
      let draft = type.formulas[index]
      guard let formula = draft.formula, let fieldType = FieldType(formula.program.type) else {
        return nil
      }
      return FormulaField(
        name: draft.name, type: fieldType, formula: formula, place: report.place(draft.range),
        referencePath: draft.referencePath)
    }
  }

  /// The event raised when something cannot be decided.
  private func undecidedEvent(_ node: Node?) -> Int? {
    guard let node, let name = report.text(node, of: "undecided") else { return nil }
    guard let event = type.event(name) else {
      report.add(
        .unknownEvent(name, type: type.name, all: type.events.map(\.name), declared: type.range),
        at: node.range)
      return nil
    }
    return event
  }

  // MARK: Sets

  private func sets(_ own: Scope) -> [RecordSet] {
    type.relations.compactMap { relation in
      guard let member = relation.memberType else { return nil }
      let name = LoopName(
        relation.form, member: draft.types[member], in: own, use: relation.form.key("where"), report
      )
      let condition = name.scope(needed: relation.form["where"] != nil).flatMap {
        formulas.condition(relation.form["where"], of: "where", in: $0)
      }
      return relation.resolved.map {
        RecordSet(
          name: relation.name, memberType: member, source: $0, condition: condition,
          place: report.place(relation.range))
      }
    }
  }

  // MARK: What people see

  private func badges(_ own: Scope) -> [Badge] {
    var names = KnownNames(what: "a badge")
    return type.forms.flatMap {
      report.entries($0["badges"], of: "badges", example: "{vip: balance > 1000}")
    }.compactMap { key, value in
      guard names.take(key.text, at: key.range, report) else { return nil }
      return formulas.condition(value, of: key.text, in: own).map {
        Badge(name: key.text, when: $0)
      }
    }
  }

  private func lists(_ own: Scope) -> [RecordList] {
    var defaultRange: SourceRange?
    var names = KnownNames(what: "a list")
    return type.forms.flatMap { report.entries($0["lists"], of: "lists") }.compactMap {
      key, value in
      let name = NameRules.check(key, what: "a list", report, isFormulaName: false)
      guard names.take(name, at: key.range, report) else { return nil }
      guard let form = Form(value, .list, report) else { return nil }
      let isDefault = report.boolean(form["default"], of: "default") ?? false
      if isDefault, let first = defaultRange {
        report.add(.twoDefaults(first: first), at: key.range)
      }
      if isDefault { defaultRange = key.range }
      let orderBy = form["order_by"].flatMap { formulas.order($0, in: own) }
      formulas.refuseOrderOfNothing(form)
      return RecordList(
        name: name, title: report.text(form["title"], of: "title"), isDefault: isDefault,
        condition: formulas.condition(form["where"], of: "where", in: own), orderBy: orderBy,
        order: formulas.sortOrder(form), columns: columns(form["columns"]),
        place: report.place(key.range))
    }
  }

  private func columns(_ node: Node?) -> [String] {
    let names = report.texts(node, of: "columns")
    guard let node, node.isSequence else { return names }
    for item in node.items where item.isScalar && type.member(item.text) == nil {
      report.add(
        .unknownMember(item.text, type: type.name, all: type.memberNames, declared: type.range)
          .splitting(item.text, at: item.range),
        at: item.range)
    }
    return names
  }
}
