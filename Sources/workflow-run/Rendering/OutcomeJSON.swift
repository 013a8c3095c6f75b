import CEL
import JSONText
import WorkflowEngine

/// Plans and refusals as a program reads them.
struct OutcomeJSON {
  let words: ValueWords
  /// Type and id of a record by its number in the snapshot.
  let identity: (RecordHandle) -> (type: String, id: String)

  func plan(_ plan: Plan, _ changeset: Changeset) -> JSON {
    .object([
      ("steps", .array(changeset.entries.map { step($0) })),
      (
        "left_alone",
        .array(
          plan.leftAlone.map { left in
            .object(
              record(left.record) + [
                ("event", .string(left.event)), ("step", .integer(Int(left.step))),
              ])
          })
      ),
      (
        "skipped",
        .array(
          plan.skipped.map { skipped in
            .object(
              record(skipped.record) + [
                ("event", .string(skipped.event)), ("step", .integer(Int(skipped.step))),
                ("blockers", blockers(skipped.blockers)),
              ])
          })
      ),
      ("messages", .array(changeset.messages.map { message($0) })),
      ("warnings", said(changeset.warnings)),
      ("reminders", said(changeset.reminders)),
      ("prompt", plan.prompt.map { prompt($0) } ?? .null),
    ])
  }

  func refusal(_ refusal: Refusal) -> [(String, JSON)] {
    [
      ("blocked_by", .strings(refusal.names)),
      ("blockers", blockers(refusal.blockers)),
      ("also_needed", blockers(refusal.alsoNeeded)),
      ("prompt", refusal.prompt.map { prompt($0) } ?? .null),
    ]
  }

  func blockers(_ blockers: [Blocker]) -> JSON {
    .array(
      blockers.map { blocker in
        .object([
          ("code", .string(blocker.code.rawValue)),
          ("name", .optional(blocker.name)),
          ("sentence", .string(blocker.sentence)),
          ("facts", .strings(blocker.facts)),
          ("place", place(blocker.place)),
          ("record", blocker.record.map { .object(record($0)) } ?? .null),
        ])
      })
  }

  func prompt(_ prompt: Prompt) -> JSON {
    .object([
      ("text", .string(prompt.text)),
      ("details", .optional(prompt.details)),
      ("buttons", .strings(prompt.buttons)),
      (
        "inputs",
        .array(
          prompt.inputs.map { input in
            .object([
              ("name", .string(input.name)), ("label", .optional(input.label)),
              ("value", words.json(input.value)),
            ])
          })
      ),
    ])
  }

  func said(_ said: [Said]) -> JSON {
    .array(
      said.map { .object([("name", .string($0.name)), ("sentence", .string($0.sentence))]) })
  }

  private func step(_ entry: Changeset.Entry) -> JSON {
    .object([
      ("type", .string(entry.recordType)),
      ("id", .string(entry.recordID)),
      ("kind", .string(entry.kind.rawValue)),
      ("event", .optional(entry.event)),
      ("cause", .string(entry.cause.rawValue)),
      ("parent", entry.parent.map { .integer($0) } ?? .null),
      (
        "changes",
        .array(
          entry.changes.map { change in
            .object([
              ("field", .string(change.field)), ("state", .boolean(change.isState)),
              ("old", words.json(change.old)), ("new", words.json(change.new)),
            ])
          })
      ),
    ])
  }

  private func message(_ message: Plan.Message) -> JSON {
    .object([
      ("name", .string(message.name)),
      ("key", .string(message.key)),
      ("type", .string(message.recordType)),
      ("id", .string(message.recordID)),
      ("fields", .object(message.fields.map { ($0.name, words.json($0.value)) })),
    ])
  }

  private func place(_ place: SourcePlace?) -> JSON {
    guard let place else { return .null }
    return .object([
      ("file", .string(place.file)), ("line", .integer(place.line)),
      ("column", .integer(place.column)),
    ])
  }

  private func record(_ handle: RecordHandle) -> [(String, JSON)] {
    let (type, id) = identity(handle)
    return [("type", .string(type)), ("id", .string(id))]
  }
}
