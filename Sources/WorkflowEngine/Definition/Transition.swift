import CEL

/// Something that can be asked of a record, or that the clock or a cascade brings about.
public final class Event: Sendable {
  /// Its place in `RecordType.events`.
  public let index: Int
  public let name: String
  /// The ways it can go, in file order.
  public let transitions: [Transition]
  /// Whether their order decides where several could be taken (`first:`).
  public let isOrdered: Bool
  /// The internal field that tells whether a request for it waits for a second person, where
  /// somebody asks for that.
  public let pendingSlot: Int?

  public init(
    index: Int, name: String, transitions: [Transition], isOrdered: Bool = false,
    pendingSlot: Int? = nil
  ) {
    self.index = index
    self.name = name
    self.transitions = transitions
    self.isOrdered = isOrdered
    self.pendingSlot = pendingSlot
    creating = transitions.first(where: \.creates)
    stateTable = StateTable(of: transitions)
    unsupported = transitions.first { $0.notSupported != nil }
    table = PlainTable(of: transitions)
  }

  deinit {
    table.free()
    stateTable?.free()
  }

  /// The way for each state, where the state of one region decides.
  let stateTable: StateTable?
  /// The ways, which `transitions` keeps alive.
  let table: PlainTable<Unmanaged<Transition>>

  /// The way that creates a record, where there is one.
  let creating: Transition?
  /// The way that says why the operation does not exist.
  let unsupported: Transition?
  /// Whether the states of a record alone decide which way it goes.
  public var isDecidedByStates: Bool { decidedByStates.value }
  /// Told by the record type that the event becomes part of.
  nonisolated(unsafe) private var decidedByStates = BoundOnce(true)

  /// Whether one of its ways asks for a value by this name.
  public func asks(for name: String) -> Bool { transitions.contains { $0.asks(for: name) } }

  /// What the definition calls its ways.
  public var labels: [String] { transitions.compactMap(\.label) }

  func bind(isDecidedByStates: Bool) { decidedByStates.bind(isDecidedByStates) }
}

/// One way an event can go: from where, under which conditions, to where, with what effects.
public final class Transition: Sendable {
  public let event: String
  public let recordType: Int
  public let place: SourcePlace
  public let label: String?
  public let tabs: [String]
  public let selection: Selection
  public let occasion: Occasion
  /// Whether it creates the record it is about.
  public let creates: Bool
  /// The states it leaves: one test for each region it names; none means any state.
  public let from: [StateTest]
  /// The states it enters.
  public let to: [StateMove]
  /// The histories it enters.
  public let toHistories: [EntryTarget]
  /// Whether a state is not left when everything entered lies inside it.
  public let isInternal: Bool
  /// Whether this way applies at all.
  public let when: Condition?
  /// Roles of which the actor needs one; empty means anybody.
  public let roles: [String]
  public let inputs: [Input]
  /// Slots of own fields that may be edited in the same step.
  public let edits: [Int]
  public let guards: [GuardUse]
  public let warnings: [Notice]
  public let reminders: [Notice]
  public let question: Question?
  public let effects: [Effect]
  /// The sentence that says why the operation does not exist, where it does not.
  public let notSupported: Sentence?
  /// The event to use instead.
  public let instead: String?
  /// Who else must agree.
  public let approval: Approval?

  public init(
    event: String, recordType: Int, place: SourcePlace, label: String?, tabs: [String],
    selection: Selection, occasion: Occasion, creates: Bool, from: [StateTest], to: [StateMove],
    toHistories: [EntryTarget] = [], isInternal: Bool = false, when: Condition? = nil,
    roles: [String], inputs: [Input], edits: [Int], guards: [GuardUse], warnings: [Notice],
    reminders: [Notice], question: Question?, effects: [Effect], notSupported: Sentence?,
    instead: String?, approval: Approval? = nil
  ) {
    self.event = event
    self.recordType = recordType
    self.place = place
    self.label = label
    self.tabs = tabs
    self.selection = selection
    self.occasion = occasion
    self.creates = creates
    self.from = from
    self.to = to
    self.toHistories = toHistories
    self.isInternal = isInternal
    self.when = when
    self.roles = roles
    self.inputs = inputs
    self.edits = edits
    self.guards = guards
    self.warnings = warnings
    self.reminders = reminders
    self.question = question
    self.effects = effects
    self.notSupported = notSupported
    self.instead = instead
    self.approval = approval
    let sentences =
      (warnings + reminders).map(\.say) + [question?.ask, question?.details].compactMap(\.self)
    fromTests = PlainTable(from)
    moves = PlainTable(to)
    effectTable = PlainTable(of: effects)
    isOpenToAll = roles.isEmpty && occasion.isAsked && approval == nil
    asksOrCreates = creates || !inputs.isEmpty
    if case .clock(let timer) = occasion {
      firedSlot = timer.firedSlot ?? -1
    } else {
      firedSlot = -1
    }
    saysSomething =
      question != nil || !warnings.isEmpty || !reminders.isEmpty || approval != nil
    readsAfter = sentences.contains(where: \.readsAfter)
  }

  deinit {
    fromTests.free()
    moves.free()
    effectTable.free()
    for rule in flatGuards { rule.test?.free() }
    flatGuards.free()
    writes.free()
  }

  // What the interpreter looks at in every attempt, as plain memory.
  let fromTests: PlainTable<StateTest>
  let moves: PlainTable<StateMove>
  let effectTable: PlainTable<Unmanaged<Effect>>
  /// Told by the definition that the transition becomes part of.
  nonisolated(unsafe) private var bound = BoundOnce(Bound())

  private struct Bound {
    var flatGuards = PlainTable<FlatGuard>()
    var guardsAreTests = false
    var onlyWrites = false
    var writes = PlainTable<FlatWrite>()
    var movesPlainly = false
    var readsFrame = true
    var isPlain = false
  }

  var flatGuards: PlainTable<FlatGuard> { bound.value.flatGuards }
  /// Whether all guards are tests of words.
  var guardsAreTests: Bool { bound.value.guardsAreTests }
  /// Whether anybody may ask for it, and words that it writes to the own record are all there is
  /// to it beside its guards.
  var onlyWrites: Bool { bound.value.onlyWrites }
  /// These words then, each slot once.
  var writes: PlainTable<FlatWrite> { bound.value.writes }
  /// Whether an existing record goes from state to state, without a chart.
  var movesPlainly: Bool { bound.value.movesPlainly }
  /// Whether something is evaluated over a frame, beside reasons and sentences.
  var readsFrame: Bool { bound.value.readsFrame }
  /// Whether anybody may ask for it, and it is no more than guards and effects without a frame.
  var isPlain: Bool { bound.value.isPlain }

  func bind(to type: RecordType, in definition: WorkflowDefinition) {
    let flatGuards = PlainTable(
      guards.map { use in
        let isOneFormula = use.declared.when == nil
        return FlatGuard(
          test: isOneFormula
            ? FlatTest(use.declared.check, of: type, in: definition.recordTypes) : nil,
          program: use.declared.soleProgram.map(Unmanaged.passUnretained))
      })
    let guardsAreTests = flatGuards.allSatisfy { $0.test != nil }
    let readsFrame =
      creates || type.chart != nil || saysSomething || !inputs.isEmpty || !guardsAreTests
      || effects.contains(where: \.flat.readsFrame)
    let isPlain = !readsFrame && isOpenToAll && firedSlot < 0 && when == nil
    let assignments = effects.flatMap { Array($0.flat.assignments) }
    let writes =
      moves.map { FlatWrite(slot: $0.slot, word: $0.state) }
      + assignments.map { FlatWrite(slot: $0.slot, word: $0.word) }
    bound.bind(
      Bound(
        flatGuards: flatGuards, guardsAreTests: guardsAreTests,
        onlyWrites: isPlain && effects.allSatisfy(\.flat.isPlain)
          && assignments.allSatisfy { $0.traits == 0 }
          && Set(writes.map(\.slot)).count == writes.count,
        writes: PlainTable(writes), movesPlainly: !creates && type.chart == nil,
        readsFrame: readsFrame, isPlain: isPlain))
  }

  /// Slots of own fields that a request may give a value: those asked for and those that may be
  /// edited.
  public var givenSlots: [Int] { edits + inputs.compactMap(\.field) }

  /// The own fields that keep what an effect gives by these names when it sends the event.
  public func slots(keeping names: Set<String>) -> [Int] {
    inputs.filter { names.contains($0.name) }.compactMap(\.field)
  }

  /// What own fields are set to where nobody gives them a value.
  public var keptDefaults: [Assignment] {
    inputs.compactMap { input in
      guard let slot = input.field, let value = input.defaultValue else { return nil }
      return Assignment(slot: slot, value: value, place: input.place)
    }
  }

  /// Whether it takes inputs, or is about a new record.
  let asksOrCreates: Bool
  /// Where the time at which its timer fired is kept; -1 where it is not.
  let firedSlot: Int
  /// Whether anybody may ask for it.
  let isOpenToAll: Bool
  /// Whether a person is told or asked anything.
  let saysSomething: Bool
  /// Whether one of the sentences shown with it compares the record with how it will be.
  public let readsAfter: Bool

  /// Guards of one transition are told apart by the bits of a word.
  public static let maximumGuards = 64
}

/// What sets a transition off.
public enum Occasion: Sendable {
  case asked
  /// Only a cascade of another transition.
  case sent
  case clock(Timer)
  /// Nothing: it is taken as soon as its condition holds within a step.
  case automatic
  /// That every region inside a state has come to its end.
  case done(StateID)
  /// That a request for an own event, by its place, has waited too long for a second person.
  case expired(Int)
}

extension Transition {
  func asks(for name: String) -> Bool { inputs.contains { $0.name == name } }

  /// The event, by its place, whose expired request brings it about; nil where something else does.
  public var expiredEvent: Int? {
    if case .expired(let event) = occasion { event } else { nil }
  }

  /// Whether it leads to the state in which a region was before.
  public var leadsBack: Bool {
    toHistories.contains { target in
      if case .previous = target { true } else { false }
    }
  }
}

extension Occasion {
  /// Whether somebody may ask for it.
  var isAsked: Bool {
    switch self {
    case .asked: true
    case .sent, .clock, .automatic, .done, .expired: false
    }
  }

  /// Whether it follows from the state of the record within a step, and no event brings it.
  var isSpontaneous: Bool {
    switch self {
    case .automatic, .done: true
    case .asked, .sent, .clock, .expired: false
    }
  }
}

/// A state that a transition enters.
public struct StateMove: Sendable, Hashable, BitwiseCopyable {
  public let slot: Int
  public let state: Int64

  public init(slot: Int, state: Int64) {
    self.slot = slot
    self.state = state
  }
}

/// On how many records at once an event may be asked for.
public struct Selection: Sendable {
  /// One record, one or several, or all of the type without a choice.
  public enum Extent: String, Sendable { case one, many, all }

  public let extent: Extent
  /// What is said when it is asked for on others.
  public let otherwise: Sentence?

  public init(extent: Extent = .many, otherwise: Sentence? = nil) {
    self.extent = extent
    self.otherwise = otherwise
  }
}

/// A value asked for with an event.
public final class Input: Sendable {
  public let name: String
  /// What formulas call it.
  public let variable: String
  public let label: String?
  public let type: FieldType
  public let isRequired: Bool
  public let defaultValue: Expression?
  /// When it is offered at all.
  public let when: Condition?
  public let checks: [Guard]
  /// The slot of the own field that keeps its value, stored before the guards look.
  public let field: Int?
  public let place: SourcePlace

  public init(
    name: String, variable: String, label: String?, type: FieldType, isRequired: Bool,
    defaultValue: Expression?, when: Condition?, checks: [Guard], field: Int?, place: SourcePlace
  ) {
    self.name = name
    self.variable = variable
    self.label = label
    self.type = type
    self.isRequired = isRequired
    self.defaultValue = defaultValue
    self.when = when
    self.checks = checks
    self.field = field
    self.place = place
  }
}

extension Input {
  /// Whether a request may empty the own field that keeps it.
  public func mayEmpty(_ type: RecordType) -> Bool {
    guard let field, !isRequired else { return false }
    return !type.fields[field].mustHaveValue
  }
}

/// A condition with a name and the sentence shown when it does not hold.
public final class Guard: Sendable {
  public let name: String
  /// Whether the guard applies at all; where it does not, it holds.
  public let when: Condition?
  public let check: Condition
  /// What is said when it does not hold.
  public let otherwise: Sentence
  /// What is said when it cannot be told.
  public let unknown: Sentence?
  public let place: SourcePlace

  public init(
    name: String, when: Condition?, check: Condition, otherwise: Sentence,
    unknown: Sentence? = nil, place: SourcePlace
  ) {
    self.name = name
    self.when = when
    self.check = check
    self.otherwise = otherwise
    self.unknown = unknown
    self.place = place
  }
}

extension Guard {
  /// The guard's program, where one formula without a `when:` is all there is to it.
  var soleProgram: Program? {
    guard when == nil, case .formula(let formula) = check else { return nil }
    return formula.program
  }
}

/// A guard as a transition uses it, perhaps with a sentence of its own.
public final class GuardUse: Sendable {
  public let declared: Guard
  public let otherwise: Sentence?
  public let place: SourcePlace

  public init(declared: Guard, otherwise: Sentence?, place: SourcePlace) {
    self.declared = declared
    self.otherwise = otherwise
    self.place = place
  }

  public var sentence: Sentence { otherwise ?? declared.otherwise }
}

/// A sentence shown under a condition: a warning before, a reminder afterwards.
public final class Notice: Sendable {
  public let name: String
  public let when: Condition?
  public let say: Sentence
  public let place: SourcePlace

  public init(name: String, when: Condition?, say: Sentence, place: SourcePlace) {
    self.name = name
    self.when = when
    self.say = say
    self.place = place
  }
}

/// What is asked before an event is carried out.
public final class Question: Sendable {
  public let ask: Sentence
  public let details: Sentence?
  /// The first goes on, the others stop.
  public let buttons: [String]
  public let when: Condition?

  public init(ask: Sentence, details: Sentence?, buttons: [String], when: Condition?) {
    self.ask = ask
    self.details = details
    self.buttons = buttons
    self.when = when
  }
}
