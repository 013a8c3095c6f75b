public import WorkflowEngine

/// Which parts of a workflow its scenarios cover, and which none does.
public struct Coverage: Sendable {
  public enum Kind: String, Sendable, CaseIterable, Codable {
    /// A record was in the state.
    case state
    /// The transition fired.
    case transition
    /// The guard refused, alone or with others.
    case refusal
    /// The guard was the only reason.
    case refusalAlone = "refusal_alone"
    /// The guard held.
    case holding
    /// A step was checked against the invariant with a record it applies to.
    case invariant
    /// A record met the condition at the end of a step.
    case possibility
    /// Somebody without the role was refused.
    case roleRefused = "role_refused"
    /// The question was answered, or left without an answer.
    case questionAnswered = "question_answered"
    case questionOpen = "question_open"
    /// The second person agreed, or did not.
    case approval, rejection
    /// The one who asked took it back.
    case withdrawal
    /// Nobody agreed in time.
    case expiry
    /// It was shown.
    case warning, reminder
    /// The input was given, or left out where it may be.
    case inputGiven = "input_given"
    case inputLeftOut = "input_left_out"
    /// The row of a table gave its value.
    case row
  }

  /// Something that a scenario can cover.
  public struct Item: Sendable, Equatable {
    public let kind: Kind
    /// As a sentence names it: `guard 'location_active' of service.reactivate`.
    public let name: String
    public let place: SourcePlace
    public let isCovered: Bool

    /// What is missing: `guard 'location_active' of service.reactivate never refuses`.
    public var gap: String {
      switch kind {
      case .state: "no record is ever in \(name)"
      case .transition: "\(name) never happens"
      case .refusal: "\(name) never refuses"
      case .refusalAlone: "\(name) is never the only reason"
      case .holding: "\(name) never holds"
      case .invariant: "\(name) is never looked at"
      case .possibility: "\(name) is never reached"
      case .roleRefused: "\(name) is never refused for want of a role"
      case .questionAnswered: "the question of \(name) is never answered"
      case .questionOpen: "the question of \(name) is never left open"
      case .approval: "\(name) is never approved"
      case .rejection: "\(name) is never rejected"
      case .withdrawal: "\(name) is never withdrawn"
      case .expiry: "a request for \(name) never expires"
      case .warning, .reminder: "\(name) is never shown"
      case .inputGiven: "\(name) is never given"
      case .inputLeftOut: "\(name) is never left out"
      case .row: "\(name) never gives its value"
      }
    }
  }

  public let workflow: String
  public let items: [Item]

  public init(of definition: WorkflowDefinition, _ footprint: Footprint) {
    workflow = definition.name
    var items: [Item] = []
    for type in definition.recordTypes {
      items += Coverage.states(of: type, footprint)
      items += Coverage.transitions(of: type, footprint)
    }
    for (index, invariant) in definition.invariants.enumerated() {
      items.append(
        Item(
          kind: .invariant, name: "invariant '\(invariant.name)'", place: invariant.place,
          isCovered: footprint.invariants.contains(index)))
    }
    for (index, possibility) in definition.possibilities.enumerated() {
      items.append(
        Item(
          kind: .possibility, name: "possibility '\(possibility.name)'", place: possibility.place,
          isCovered: footprint.possibilities.contains(index)))
    }
    for (number, table) in definition.tables.enumerated() {
      for (row, place) in table.rows.map(\.place).enumerated() {
        items.append(
          Item(
            kind: .row, name: "row \(row + 1) of the table '\(table.name)'", place: place,
            isCovered: footprint.rows.contains(TableRow(table: number, row: row))))
      }
    }
    self.items = items
  }

  public init(of definition: WorkflowDefinition, _ results: [ScenarioResult]) {
    var footprint = Footprint()
    for result in results { footprint.formUnion(result.footprint) }
    self.init(of: definition, footprint)
  }

  /// What counts where nothing else is asked for: states, transitions, each guard's refusal, what
  /// must be reachable, and the rows of tables.
  public static let usualKinds: Set<Kind> = [.state, .transition, .refusal, .possibility, .row]

  /// What is counted where it is asked for: each guard alone and where it holds, invariants, and
  /// whatever passes between people and the workflow.
  public static let fineKinds = Set(Kind.allCases).subtracting(usualKinds)

  /// What no scenario covers, in the order of the definition.
  public func gaps(_ kinds: Set<Kind> = usualKinds) -> [Item] {
    items.filter { kinds.contains($0.kind) && !$0.isCovered }
  }

  public func count(_ kinds: Set<Kind> = usualKinds) -> (covered: Int, all: Int) {
    let counted = items.filter { kinds.contains($0.kind) }
    return (counted.count { $0.isCovered }, counted.count)
  }

  /// Whether at least this share is covered; where there is nothing to cover, it is.
  public func reaches(percent: Int, _ kinds: Set<Kind> = usualKinds) -> Bool {
    let (covered, all) = count(kinds)
    return covered * 100 >= percent * all
  }

  // MARK: Items

  private static func states(of type: RecordType, _ footprint: Footprint) -> [Item] {
    type.regions.flatMap { region in
      region.states.enumerated().map { index, state in
        Item(
          kind: .state, name: "state '\(state.name)' of \(type.name).\(region.name)",
          place: state.place,
          isCovered: footprint.states.contains(
            Footprint.StateKey(type: type.index, slot: region.slot, state: index)))
      }
    }
  }

  private static func transitions(of type: RecordType, _ footprint: Footprint) -> [Item] {
    type.events.flatMap { event in
      event.transitions.enumerated().flatMap { way, transition -> [Item] in
        let key = Footprint.TransitionKey(type: type.index, event: event.index, way: way)
        let suffix = event.transitions.count > 1 ? " (way \(way + 1))" : ""
        let name = "\(type.name).\(event.name)\(suffix)"
        let own = Item(
          kind: .transition, name: name, place: transition.place,
          isCovered: footprint.transitions.contains(key))
        return [own] + guards(of: transition, key, name, footprint)
          + dialogue(of: transition, key, name, footprint)
      }
    }
  }

  private static func guards(
    of transition: Transition, _ key: Footprint.TransitionKey, _ transitionName: String,
    _ footprint: Footprint
  ) -> [Item] {
    transition.guards.enumerated().flatMap { index, use in
      let guardKey = Footprint.GuardKey(transition: key, use: index)
      let name = "guard '\(use.declared.name)' of \(transitionName)"
      return [
        (Kind.refusal, footprint.refusing), (.refusalAlone, footprint.refusingAlone),
        (.holding, footprint.holding),
      ].map { kind, covered in
        Item(kind: kind, name: name, place: use.place, isCovered: covered.contains(guardKey))
      }
    }
  }
}
