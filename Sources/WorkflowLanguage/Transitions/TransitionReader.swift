import CEL
import Diagnostics
import WorkflowEngine
import YAML

/// Makes the transitions of one event of what its draft declares.
struct TransitionReader {
  let draft: DefinitionDraft
  let scopes: Scopes
  let shared: GuardBook
  let guards: GuardBook
  let cascades: CascadeGraph
  let type: RecordTypeDraft
  let event: EventDraft

  var report: Report { draft.report }
  var formulas: FormulaReader { FormulaReader(draft: draft) }

  func read() -> [Transition] {
    refuseOverlap()
    return event.ways.map(read)
  }

  private func read(_ way: WayDraft) -> Transition {
    let form = way.form
    let own = scopes.stepwise(type)
    refuseMisplaced(way)
    let inputReader = InputReader(draft: draft, type: type, own: own, way: way)
    let occasion = occasion(way)
    let named = own.adding(inputReader.variables())
    let when = formulas.condition(
      form["when"], of: "when",
      in: way.isFiredByClock
        ? scopes.own(type).withDue() : way.followsExpiry ? named.withDue() : named)
    if way.isSpontaneous { draft.watch(when, as: .automatic, at: form["when"]) }
    let known = way.isFiredByClock || way.followsExpiry ? named.withDue() : named
    let asked = known.assuming(occasion).assuming(when)
      .assuming(valuesOf: inputReader.certainFields())
    let (guards, scope) = guardUses(way.nodes("guards"), own, asked)
    let needsAfter =
      form["confirm"] != nil
      || ["warnings", "reminders"].contains { !way.nodes($0).isEmpty }
    let sentences = needsAfter ? scope.withAfter() : scope
    return Transition(
      event: event.name, recordType: type.index, place: report.place(way.range),
      label: report.text(form["label"], of: "label"), tabs: report.texts(form["tabs"], of: "tabs"),
      selection: selection(form["selection"], asked), occasion: occasion,
      creates: way.creates, from: way.from, to: way.to, toHistories: way.toHistories,
      isInternal: report.boolean(form["internal"], of: "internal") ?? false,
      when: when,
      roles: report.texts(form["roles"], of: "roles"), inputs: inputReader.read(asked),
      edits: edits(form["edits"], of: way), guards: guards,
      warnings: notices(way.nodes("warnings"), "warnings", scope, sentences),
      reminders: notices(way.nodes("reminders"), "reminders", scope, sentences),
      question: question(form["confirm"], scope, sentences),
      effects: way.nodes("effects").flatMap(
        EffectReader(
          draft: draft, cascades: cascades, type: type, event: event.name,
          scope: form["approval"] == nil ? scope : scope.withApprover()
        ).readList),
      notSupported: formulas.sentence(form["not_supported"], of: "not_supported", in: scope),
      instead: instead(form), approval: ApprovalReader(draft: draft).read(way, scope))
  }

  // MARK: What goes with what

  private func refuseMisplaced(_ way: WayDraft) {
    let form = way.form
    let row = way.occasionKind.row
    let isOfCalendar = way.isMeantForCalendar
    if let key = isOfCalendar ? "every" : row.keys.first(where: { form.raw($0) != nil }) {
      if let allowed = row.allowed {
        return refuse(form, "does not go with '\(key)'", label: "leave it out") {
          allowed.contains($0)
        }
      }
      refuse(form, "does not go with '\(key)'", label: "keep one") { other in
        other == key || !(row.keys + row.rivals).contains(other) || isOfCalendar && other == "at"
      }
      refuse(form, "does not go with '\(key)'\(row.reason)", label: "leave it out") {
        !row.barred.contains($0)
      }
      if let reason = row.barsNew, way.creates, let from = form["from"] {
        report.add(
          .misplacedKey(
            "from: new", "does not go with '\(key)': \(reason)", label: "name a state"),
          at: from.range)
      }
    }
    if let (key, owner, help) = row.needed, form.lacks(key) {
      report.add(.missingKey(key, in: owner, help: help), at: way.range)
    }
    for (key, needed) in OccasionKind.companions where form[needed] == nil {
      refuse(form, "needs '\(needed)'", label: "leave it out") { $0 != key }
    }
    if way.occasionKind != .clock, let key = form.key("missed") {
      report.add(
        .misplacedKey(
          "missed", "needs 'every', or several times under 'at'", label: "leave it out"),
        at: key.range)
    }
    if let key = form.key("internal"), form["to"] == nil || form["from"] == nil {
      report.add(
        .misplacedKey("internal", "needs 'from' and 'to'", label: "leave it out"), at: key.range)
    }
  }

  private func refuse(
    _ form: Form, _ rule: @autoclosure () -> String, label: String,
    unless isAllowed: (String) -> Bool
  ) {
    for name in form.presentKeys where !isAllowed(name) {
      guard let key = form.key(name) else { continue }
      report.add(.misplacedKey(name, rule(), label: label), at: key.range)
    }
  }

  // MARK: Ways

  /// Two ways of one event must never both apply, unless their order decides.
  ///
  /// Where conditions may keep them apart, `OverlapCheck` looks at these once all is read.
  private func refuseOverlap() {
    if event.isOrdered { return }
    for (number, way) in event.ways.enumerated() {
      for (otherNumber, other) in event.ways[..<number].enumerated() {
        guard other.range != way.range, let states = WayOverlap(type: type).states(other, way)
        else { continue }
        if way.isConditional || other.isConditional {
          draft.openPairs.append(
            OpenPair(
              type: type.index, event: type.event(event.name) ?? 0, ways: (otherNumber, number)))
          continue
        }
        report.add(
          .ambiguousTransition(event.name, states: states, other: other.placeOfStates),
          at: way.placeOfStates)
        break
      }
    }
  }

  // MARK: Parts

  private func occasion(_ way: WayDraft) -> Occasion {
    if way.isAutomatic { return .automatic }
    if let done = way.done { return .done(done) }
    if way.isFiredByClock {
      let timer = TimerReader(draft: draft, type: type, way: way, own: scopes.own(type)).read()
      return timer.map { .clock($0) } ?? .asked
    }
    if way.followsExpiry { return expiry(way).map { .expired($0) } ?? .sent }
    let isSent = report.boolean(way.form["only_sent"], of: "only_sent") ?? false
    return isSent ? .sent : .asked
  }

  /// The event whose expired request brings a way about.
  private func expiry(_ way: WayDraft) -> Int? {
    guard let node = way.form["expired"], let name = report.text(node, of: "expired") else {
      return nil
    }
    guard let number = type.event(name) else {
      report.add(
        .unknownEvent(name, type: type.name, all: type.events.map(\.name), declared: type.range),
        at: node.range)
      return nil
    }
    return number
  }

  private func selection(_ node: Node?, _ scope: Scope) -> Selection {
    guard let node else { return Selection() }
    if node.isScalar { return Selection(extent: extent(node) ?? .many) }
    guard let form = Form(node, .selection, report, example: "one, many or all") else {
      return Selection()
    }
    guard let only = form["only"] else {
      if form.lacks("only") { report.add(.missingKey("only", in: "'selection'"), at: node.range) }
      return Selection()
    }
    return Selection(
      extent: extent(only) ?? .many,
      otherwise: formulas.sentence(form["otherwise"], of: "otherwise", in: scope))
  }

  private func extent(_ node: Node) -> Selection.Extent? {
    guard let text = report.text(node, of: "selection") else { return nil }
    if let extent = Selection.Extent(rawValue: text) { return extent }
    report.add(
      .wrongValue(text, of: "selection", allowed: ["one", "many", "all"]), at: node.range)
    return nil
  }

  private func instead(_ form: Form) -> String? {
    guard let node = form["instead"], let name = report.text(node, of: "instead") else {
      return nil
    }
    if type.event(name) == nil {
      report.add(
        .unknownEvent(name, type: type.name, all: type.events.map(\.name), declared: type.range),
        at: node.range)
    }
    return name
  }

  /// Slots of own fields that may change in the same step.
  private func edits(_ node: Node?, of way: WayDraft) -> [Int] {
    guard let node else { return [] }
    if node.isScalar, node.isText("all") {
      return type.fields.indices.filter { number in
        !way.inputs.contains { $0.name == type.fields[number].name }
      }.map(type.slot(ofField:))
    }
    let example = node.isScalar ? "[\(node.text)], or all" : nil
    return report.items(node, of: "edits", example: example).compactMap { item in
      guard let name = report.text(item, of: "edits") else { return nil }
      if let input = way.inputs.first(where: { $0.name == name }) {
        report.add(
          .editOfInput(name, isKept: input.field != nil, asked: input.range), at: item.range)
      }
      switch type.member(name) {
      case .field(let number): return type.slot(ofField: number)
      case .region:
        report.add(.stateNotSettable(name, type: type.name, isNew: false), at: item.range)
      case .formula(let number):
        report.add(
          .formulaNotSettable(name, declared: type.formulas[number].range), at: item.range)
      case .relation(let number):
        let relation = type.relations[number]
        report.add(.relationNotEditable(name, declared: relation.range), at: item.range)
      case nil:
        report.add(
          .unknownMember(
            name, type: type.name, all: type.fields.map(\.name), declared: type.range
          ).splitting(name, at: item.range),
          at: item.range)
      }
      return nil
    }
  }
}
