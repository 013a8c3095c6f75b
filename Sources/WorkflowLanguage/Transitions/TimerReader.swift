import CEL
import Diagnostics
import WorkflowEngine
import YAML

/// Reads when the clock fires a transition: `at`, `after`, or `every` with `starting` and `until`, and
/// what happens with times that it missed.
struct TimerReader {
  let draft: DefinitionDraft
  let type: RecordTypeDraft
  let way: WayDraft
  /// The record's own names: the clock brings no inputs along.
  let own: Scope

  private var report: Report { draft.report }

  /// Times may be empty: then the timer is not set.
  private var times: FormulaReader {
    var formulas = FormulaReader(draft: draft)
    formulas.toleratesEmpty = true
    return formulas
  }

  /// How many times a list may state.
  static let maximumTimes = 1_000

  func read() -> Timer? {
    if refuseHabits() { return nil }
    let missed = missed()
    guard let timer = timer(missed) else { return nil }
    if !timer.isRepeating, way.form["every"] == nil, let key = way.form.key("missed") {
      report.add(.missedOnce(), at: key.range)
    }
    return timer
  }

  private func missed() -> MissedTimes {
    guard let node = way.form["missed"], let text = report.text(node, of: "missed") else {
      return .each
    }
    if let missed = MissedTimes(rawValue: text) { return missed }
    report.add(
      .wrongValue(text, of: "missed", allowed: MissedTimes.allCases.map(\.rawValue)),
      at: node.range)
    return .each
  }

  private func timer(_ missed: MissedTimes) -> Timer? {
    if let node = way.form["after"] { return after(node) }
    let firedSlot = way.firedNumber.map(type.slot(ofInternal:))
    if let node = way.form["every"] {
      if let unit = way.calendarUnit { return calendar(unit, node, firedSlot, missed) }
      if let key = way.form.key("on") { report.add(.dayWithoutUnit(), at: key.range) }
      return every(node, firedSlot, missed)
    }
    // That nothing stands behind 'every' is told of.
    guard way.form.key("every") == nil, let node = way.form["at"] else { return nil }
    guard node.isSequence else {
      return time(node, of: "at", takesLists: true).map {
        Timer(at: $0, firedSlot: firedSlot, missed: missed)
      }
    }
    if node.items.count > TimerReader.maximumTimes {
      report.add(
        .tooMany("times of a timer", limit: TimerReader.maximumTimes),
        at: node.items[TimerReader.maximumTimes].range)
    }
    let formulas = node.items.prefix(TimerReader.maximumTimes).compactMap {
      time($0, of: "at", takesLists: false)
    }
    return formulas.first.map {
      Timer(at: $0, firedSlot: firedSlot, recurrence: .times(formulas), missed: missed)
    }
  }

  /// At times of the calendar after the state was entered, or from a stated time on.
  private func calendar(
    _ unit: CalendarPattern.Unit, _ node: Node, _ firedSlot: Int?, _ missed: MissedTimes
  ) -> Timer? {
    let pattern = CalendarReader(
      form: way.form, unit: unit, own: own, formulas: times, report: report
    ).read()
    let starting = way.form["starting"].flatMap { time($0, of: "starting", takesLists: false) }
    let until = way.form["until"].flatMap { time($0, of: "until", takesLists: false) }
    guard let pattern else { return nil }
    if let node = way.form["on"] { _ = noted(pattern.days.formula, at: node) }
    guard way.enteredRegion != nil else {
      return starting.map {
        Timer(
          at: $0, firedSlot: firedSlot,
          recurrence: .calendar(pattern, starting: nil, until: until), missed: missed)
      }
    }
    return entered(TimerReader.enteredName, at: node).map { at, slot in
      Timer(
        at: at, enteredSlot: slot, firedSlot: firedSlot,
        recurrence: .calendar(pattern, starting: starting, until: until), missed: missed)
    }
  }

  /// Times and lengths as people say them: `at: 18:00`, `after: 30 days`.
  private func refuseHabits() -> Bool {
    for key in ["after", "every"] {
      guard let node = way.form[key], node.isScalar,
        let length = MeantValue.duration(node.text)
      else { continue }
      report.add(.spokenLength(node.text, meant: length), at: node.range)
      return true
    }
    if let node = way.form["every"], node.isScalar, way.calendarUnit == nil,
      let mistake = Mistake.spokenUnit(node.text), !own.means(node.text)
    {
      report.add(mistake, at: node.range)
      return true
    }
    guard way.form.key("every") == nil, let node = way.form["at"], node.isScalar,
      MeantValue.isTimeOfDay(node.text)
    else { return false }
    report.add(.timeOfDay(node.text), at: node.range)
    return true
  }

  /// Again and again, from a stated time or else from when the state was entered.
  private func every(_ node: Node, _ firedSlot: Int?, _ missed: MissedTimes) -> Timer? {
    guard let interval = interval(node) else { return nil }
    let until = way.form["until"].flatMap { time($0, of: "until", takesLists: false) }
    let recurrence = Recurrence.every(interval, until: until)
    if let starting = way.form["starting"] {
      return time(starting, of: "starting", takesLists: false).map {
        Timer(at: $0, firedSlot: firedSlot, recurrence: recurrence, missed: missed)
      }
    }
    return entered(TimerReader.enteredName, at: node).map { at, slot in
      Timer(
        at: at, enteredSlot: slot, firedSlot: firedSlot, recurrence: recurrence, missed: missed)
    }
  }

  /// A length of time, plain (`14d`) or as a formula, from when the state was entered.
  private func after(_ node: Node) -> Timer? {
    let length: String
    switch ValueReader().read(node, as: .duration, .init(choices: [], recordTypes: [])) {
    case .success(.word(let span, .duration)): length = "duration('\(span / 1_000_000)s')"
    case .success, .failure:
      let formulas = FormulaReader(draft: draft)
      guard let formula = formulas.formula(node, of: "after", in: own, expecting: nil) else {
        return nil
      }
      length = formula.text
    }
    return entered("\(TimerReader.enteredName) + (\(length))", at: node).map { at, slot in
      Timer(at: at, enteredSlot: slot, firedSlot: way.firedNumber.map(type.slot(ofInternal:)))
    }
  }

  private static let enteredName = "state_entered"

  /// A formula over the time at which the state was entered, and where that is kept.
  private func entered(_ text: String, at node: Node) -> (Formula, slot: Int)? {
    guard let region = way.enteredRegion, let number = type.regions[region].enteredNumber else {
      return nil
    }
    let scope = own.adding([
      .init(name: TimerReader.enteredName, type: .timestamp, slot: FrameSlot.looped)
    ])
    let (program, _) = scope.compiler.compile(text, expecting: nil)
    guard let program, program.type == .timestamp else {
      report.add(.noLength(), at: node.range)
      return nil
    }
    let formula = noted(Formula(program: program, place: report.place(node.range)), at: node)
    return formula.map { ($0, type.slot(ofInternal: number)) }
  }

  /// Remembers what a time is made of, for when it is known what is secret.
  private func noted(_ formula: Formula?, at node: Node) -> Formula? {
    if let formula { draft.note(time: formula, at: node.range) }
    return formula
  }

  /// A day or a moment, as a plain value or a formula.
  private func time(_ node: Node, of key: String, takesLists: Bool) -> Formula? {
    // A plain day is no formula: 2026-03-10 would be a subtraction.
    if node.isScalar, let call = TimerReader.constantCall(node.text) {
      return times.formula(call, at: 0, of: node, in: own, expecting: nil)
    }
    let formula = noted(times.formula(node, of: key, in: own, expecting: nil), at: node)
    guard let formula else { return nil }
    switch formula.program.type.withoutEmpty {
    case .date, .timestamp, .error, .dyn: return formula
    case .list(let element) where takesLists:
      switch element.withoutEmpty {
      case .date, .timestamp, .dyn:
        if way.firedNumber != nil { return formula }
        report.add(.listOfTimes(), at: node.range)
      default: report.add(.noTime(key), at: node.range)
      }
      return nil
    default:
      report.add(.noTime(key), at: node.range)
      return nil
    }
  }

  private static func constantCall(_ text: String) -> String? {
    if CivilDate(text: text) != nil { return "date('\(text)')" }
    if Timestamp(text: text) != nil { return "timestamp('\(text)')" }
    return nil
  }

  /// What a formula comes to that reads nothing but constants.
  private func constant(_ formula: Formula) -> Value? {
    let program = formula.program
    guard program.reads.isEmpty,
      program.usedVariables.allSatisfy({ $0.hasPrefix("parameters.") })
    else { return nil }
    return program.evaluate(Frame(reader: RecordReader(), slotCount: 1))
  }

  private func interval(_ node: Node) -> Recurrence.Interval? {
    let names = ValueReader.Names(choices: [], recordTypes: [])
    if node.isScalar,
      case .success(.word(let length, .duration)) = ValueReader().read(node, as: .duration, names)
    {
      if length <= 0 {
        report.add(.noInterval(), at: node.range)
        return nil
      }
      let day: Int64 = 86_400_000_000
      // Whole days are days of the calendar: the hour stays where the clocks change.
      if length % day == 0, let days = Int32(exactly: length / day) {
        return .constant(.period(Period(days: days)))
      }
      return .constant(.duration(TimeSpan(microseconds: length)))
    }
    let formula = noted(times.formula(node, of: "every", in: own, expecting: nil), at: node)
    guard let formula else { return nil }
    if case .duration(let span)? = constant(formula), span.nanoseconds <= 0 {
      report.add(.noInterval(), at: node.range)
      return nil
    }
    switch formula.program.type.withoutEmpty {
    case .duration, .abstract("period", _), .error, .dyn: return .formula(formula)
    default:
      report.add(.noInterval(), at: node.range)
      return nil
    }
  }
}

extension CELType {
  /// The type of a value that is there.
  var withoutEmpty: CELType {
    if case .nullable(let type) = self { type } else { self }
  }
}

extension DefinitionDraft {
  /// Gives each timer whose time may be a list a place to remember which of them it has fired.
  ///
  /// Types are not known yet: a formula that names a list, or makes one, counts.
  func reserveFiredTimes() {
    var lists = Set(types.flatMap(\.fields).filter { $0.isList }.map(\.name))
    for parameter in constants {
      if case .list = parameter.type {
        lists.formUnion(parameter.name.split(separator: ".").map(String.init))
      }
    }
    for type in types {
      for event in type.events.indices {
        for way in type.events[event].ways.indices {
          let draft = type.events[event].ways[way]
          guard draft.firedNumber == nil, draft.mayHaveSeveralTimes(lists) else { continue }
          type.events[event].ways[way].firedNumber = type.internalFields.count
          let name = "\(type.events[event].name)_fired"
          type.internalFields.append(
            InternalFieldDraft(
              name: DeclarationReader(draft: self, type: type).freeName(name), kind: .moment))
        }
      }
    }
  }
}

extension FieldDraft {
  fileprivate var isList: Bool {
    if case .list = type { true } else { false }
  }
}

extension WayDraft {
  fileprivate func mayHaveSeveralTimes(_ lists: Set<String>) -> Bool {
    if form["every"] != nil { return true }
    guard let node = form["at"] else { return false }
    if node.isSequence { return true }
    guard node.isScalar else { return false }
    let text = node.text
    return text.contains("[")
      || NameScan(text).chains.contains { $0.isCalled || !lists.isDisjoint(with: $0.names) }
  }
}
