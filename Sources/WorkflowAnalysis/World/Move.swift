package import WorkflowEngine

/// Something that can be asked for in a situation, whatever its answer is.
package struct Move: Sendable {
  package enum Kind: Sendable, Equatable {
    case ask
    /// What follows when a request for an event has expired.
    case expire
    /// A request for an event begins to wait for a second person, or stops without being carried out.
    case turn
    /// The clock fires everything that is due.
    case tick
    /// Time goes by until the scope's next moment.
    case wait
  }

  package var kind: Kind
  /// Whether it can always be done in a situation in which it is answered: that a request expires or
  /// waits, no situation tells.
  var isCertain: Bool { kind != .expire && kind != .turn }
  package var recordType: Int
  package var event: Int
  /// The record's place among those of the world; one that is created has its place too.
  package var record: Int
  package var isNew: Bool
  package var inputs: [NamedValue] = []
  package var edits: [NamedValue] = []
  package var actor: Actor
  /// Who agrees, where that is needed; the first of them where several must.
  package var approver: Actor?
}

extension Actor {
  /// As many different people with the same roles, beginning with this one.
  package func peers(_ count: Int) -> [Actor] {
    (1...max(count, 1)).map { $0 == 1 ? self : Actor(user: "\(user)-\($0)", roles: roles) }
  }
}
