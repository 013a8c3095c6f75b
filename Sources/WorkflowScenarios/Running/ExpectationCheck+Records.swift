import Workflow
import WorkflowEngine

/// What a step brought about, and what a dry run would.
extension ExpectationCheck {
  func created(_ expected: [ExpectedRecord]) -> String? {
    let found = observation.created
    let matching = Matching(expected, found) { now.isLike($1, $0, at: observation.time) }
    return complete(
      matching, missing: { text(of: expected[$0]) },
      surplus: { describe(found[$0], beside: expected) },
      "record was created")
  }

  func notCreated(_ expected: ExpectedRecord) -> String? {
    let like = observation.created.first { now.isLike($0, expected, at: observation.time) }
    return like.map { "\(describe($0, beside: [expected])) was created" }
  }

  func emits(_ expected: [ExpectedMessage]) -> String? {
    let found = observation.sent
    func isLike(_ expected: ExpectedMessage, _ message: Plan.Message) -> Bool {
      (expected.name.map { $0 == message.name } ?? true)
        && (expected.key.map { $0 == message.key } ?? true)
        && expected.fields.allSatisfy { field in
          (message.fields.first { $0.name == field.name }).map {
            Found.plain($0.value).matches(.plain(field.value))
          } ?? false
        }
    }
    let matching = Matching(expected, found, by: isLike)
    let repeated = observation.messages.filter(\.isRepeated)
    return complete(
      matching,
      missing: { place in
        let isRepeated = repeated.contains { isLike(expected[place], $0) }
        return text(of: expected[place])
          + (isRepeated ? " (sent before under this key, not sent again)" : "")
      }, surplus: { describe(found[$0]) }, "message was sent")
  }

  /// What is expected, as it is written; where it says a secret, its names alone.
  private func text(of expected: ExpectedRecord) -> String {
    guard let type = expected.type, expected.fields.contains(where: { isHidden($0.name, of: type) })
    else { return expected.text }
    let names = expected.fields.map { "\($0.name): \(Sight.mark)" }
    let id = expected.id.map { ["id: \($0)"] } ?? []
    let all = ["type: \(definition.recordTypes[type].name)"] + id + names
    return "{\(all.joined(separator: ", "))}"
  }

  private func text(of expected: ExpectedMessage) -> String {
    let sight = Sight(definition, of: nil)
    guard let name = expected.name,
      expected.fields.contains(where: { sight.hides($0.name, ofMessage: name) })
    else { return expected.text }
    let names = expected.fields.map { "\($0.name): \(Sight.mark)" }
    return "{\((["message: \(name)"] + names).joined(separator: ", "))}"
  }

  private func complete(
    _ matching: Matching, missing: (Int) -> String, surplus: (Int) -> String, _ what: String
  ) -> String? {
    var words: [String] = []
    if !matching.missing.isEmpty {
      words.append("no such \(what): \(matching.missing.map(missing).joined(separator: ", "))")
    }
    if !matching.surplus.isEmpty {
      words.append("this \(what) too: \(matching.surplus.map(surplus).joined(separator: ", "))")
    }
    return words.isEmpty ? nil : words.joined(separator: "; ")
  }

  /// A record with the fields that the expectations of its type speak of.
  private func describe(_ record: RecordName, beside expected: [ExpectedRecord]) -> String {
    var names: [String] = []
    for field in expected.filter({ $0.type == record.type }).flatMap(\.fields)
    where !names.contains(field.name) {
      names.append(field.name)
    }
    let fields = names.map { name in
      let found = now.found(record, name, at: observation.time)
      return ", \(name): "
        + (isHidden(name, of: record.type) ? Sight.mark : found.text(in: definition))
    }
    return "{type: \(definition.recordTypes[record.type].name), id: \(record.id)\(fields.joined())}"
  }

  private func describe(_ message: Plan.Message) -> String {
    let shown = Sight(definition, of: nil).shown(message.fields, ofMessage: message.name)
    let fields = shown.map { ", \($0.name): \(Found.plain($0.value).text(in: definition))" }
    return "{message: \(message.name)\(fields.joined())}"
  }

  // MARK: A dry run

  func planned(_ record: RecordName, _ member: String, _ expected: ExpectedValue) -> String? {
    guard let planned = observation.planned, observation.outcome == .allowed else {
      return "nothing is planned: \(outcomeWords)"
    }
    let found = planned.found(record, member, at: observation.time)
    if found.matches(expected) { return nil }
    if isHidden(member, of: record.type) {
      return "\(record.id).\(member) would not be as expected: it is secret"
    }
    return
      "\(record.id).\(member) would be \(found.text(in: definition)) instead of \(expected.text(in: definition))"
  }

  func planDeletes(_ ids: [String]) -> String? {
    guard let planned = observation.planned, observation.outcome == .allowed else {
      return "nothing is planned: \(outcomeWords)"
    }
    let gone = now.known.filter {
      now.presence(of: $0) == .present && planned.presence(of: $0) != .present
    }
    return inAnyOrder(ids, gone.map(\.id), "would be deleted")
  }
}
