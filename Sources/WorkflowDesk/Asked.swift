public import Foundation
public import Workflow
public import WorkflowEngine
public import WorkflowStore

/// What is asked of one record: an event with inputs and edits as texts, by somebody, at a time.
public struct Asked: Sendable {
  /// `service.reactivate`.
  public var event: String
  /// The record's id; nil makes a record that gets the next number.
  public var record: String?
  /// Whether a record of this id is to be made.
  public var isNew: Bool
  public var inputs: [String: String]
  /// New values of fields in the same step; `null` is the empty value.
  public var edits: [String: String]
  /// Whether the definition's question is answered with its first button.
  public var isConfirmed = false
  /// Who asks.
  public var actor: Actor
  public var at: Date
  /// Makes a repeat safe: the second time nothing is done, and the first answer is given again.
  public var key: String?

  public init(
    _ event: String, of record: String?, isNew: Bool = false, inputs: [String: String] = [:],
    edits: [String: String] = [:], by actor: Actor, at: Date = Date(), key: String? = nil
  ) {
    self.event = event
    self.record = record
    self.isNew = isNew
    self.inputs = inputs
    self.edits = edits
    self.actor = actor
    self.at = at
    self.key = key
  }

  private var names: (type: String, event: String) {
    let parts = event.split(separator: ".", maxSplits: 1).map(String.init)
    return parts.count == 2 ? (parts[0], parts[1]) : (event, event)
  }

  /// What tells it from every other request that waits.
  var name: PendingRequest.Name {
    PendingRequest.Name(recordType: names.type, event: names.event, recordID: record ?? "")
  }

  func request(in definition: WorkflowDefinition) throws(RequestMistake) -> WorkflowRequest {
    var text = RequestText(recordType: names.type, event: names.event)
    text.inputs = inputs.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    text.edits = edits.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    let target: WorkflowRequest.Target =
      if let record, !isNew { .one(record) } else { .new(id: record) }
    var request = try ReadRequest(text, in: definition).request(
      of: target, by: actor, at: at.microseconds)
    request.isConfirmed = isConfirmed
    request.key = key
    return request
  }
}

extension Date {
  /// Microseconds since 1970-01-01T00:00:00Z.
  var microseconds: Int64 { Int64((timeIntervalSince1970 * 1_000_000).rounded()) }
}
