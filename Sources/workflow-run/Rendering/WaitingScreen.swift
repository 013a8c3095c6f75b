import CEL
import Diagnostics
import JSONText
import Workflow
import WorkflowEngine
import WorkflowStore
import WorkflowWords

/// A request of a record that waits for a second person.
struct WaitingScreen {
  let request: PendingRequest
  /// Roles of which the second person needs one; empty means anybody else.
  let roles: [String]
  /// Whether the one who looks may be the second person.
  let mayAnswer: Bool
  /// Names of what would stand in the way if somebody agreed now.
  let blockedBy: [String]

  init(_ request: PendingRequest, _ event: Event, _ reader: RowReader) {
    self.request = request
    mayAnswer = request.rejectionBlocker(reader.actor, in: reader.definition) == nil
    var blockedBy: [String] = []
    var roles = event.transitions.compactMap(\.approval).flatMap(\.roles)
    let again = request.request(on: reader.snapshot, approvedBy: reader.actor, at: reader.now)
    if var again {
      again.approver = nil
      switch reader.interpreter.step(reader.snapshot, again) {
      case .pending(let pending): roles = pending.roles
      case .blocked(let refusal): blockedBy = refusal.names
      case .allowed, .invalid: break
      }
    }
    self.blockedBy = blockedBy
    self.roles = roles.enumerated().filter { !roles[..<$0].contains($1) }.map(\.element)
  }

  /// Who asked and when, and who may agree.
  func lines(_ words: ValueWords) -> [String] {
    let actor = request.actor
    let asRole = actor.roles.isEmpty ? "" : " (\(actor.roles.joined(separator: ", ")))"
    let values = (request.inputs + request.edits).map { "\($0.name)=\(words.plain($0.value))" }
    let with = values.isEmpty ? "" : ", with \(values.joined(separator: " "))"
    let asked = Moment.local(request.at, words.definition.timeZone)
    let who = roles.isEmpty ? "somebody else" : "somebody else with the role \(roleList)"
    let you = mayAnswer ? "; you may" : ""
    var lines = [
      "\(request.name.event)  asked by \(actor.user)\(asRole), \(asked)\(with)",
      "  for \(who) to approve or reject\(you)",
    ]
    if !blockedBy.isEmpty {
      lines.append("  now it would be blocked by \(blockedBy.joined(separator: ", "))")
    }
    return lines.map(\.shownOnOneLine)
  }

  private var roleList: String { roles.joined(separator: " or ") }

  func json(_ words: ValueWords) -> JSON {
    .object([
      ("event", .string(request.name.event)),
      (
        "actor",
        .object([("user", .string(request.actor.user)), ("roles", .strings(request.actor.roles))])
      ),
      ("at", .string(Timestamp(microseconds: request.at).description)),
      ("inputs", .object(request.inputs.map { ($0.name, words.json($0.value)) })),
      ("edits", .object(request.edits.map { ($0.name, words.json($0.value)) })),
      ("sentence", .string(request.words(in: words.definition))),
      ("roles", .strings(roles)),
      ("may_answer", .boolean(mayAnswer)),
      ("blocked_by", .strings(blockedBy)),
    ])
  }
}
