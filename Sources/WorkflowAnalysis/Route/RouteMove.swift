import CEL
import WorkflowEngine

/// Something that a person can ask for on a route, or that waiting brings about.
struct RouteMove {
  enum Target: Hashable {
    case record(RecordHandle)
    /// A record that comes to be, under an id that is free at the beginning.
    case new(id: String)
  }

  var type: Int
  var event: Int
  var target: Target
  var inputs: [NamedValue] = []
  var edits: [NamedValue] = []
  var actor: Actor
  /// Who agrees, where that is needed.
  var approver: Actor?
  /// Whether it is what the route is for.
  var isGoal = false

  /// How much somebody has to fill in.
  var filled: Int { inputs.count + edits.count }

  func request(at now: Int64) -> Request {
    let target: Request.Target =
      switch self.target {
      case .record(let record): .record(record)
      case .new(let id): .new(id: id)
      }
    return Request(
      recordType: type, event: event, target: target, inputs: inputs, edits: edits,
      isConfirmed: true, actor: actor, now: now)
  }
}

/// What a way costs: what cannot be taken back weighs most, then other people, then its length.
struct RouteCost: Comparable {
  var irreversible = 0
  var people = 0
  var steps = 0
  var filled = 0
  /// In microseconds.
  var waiting: Int64 = 0

  static func < (left: RouteCost, right: RouteCost) -> Bool {
    (left.irreversible, left.people, left.steps, left.filled, left.waiting)
      < (right.irreversible, right.people, right.steps, right.filled, right.waiting)
  }
}
