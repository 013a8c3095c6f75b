import CEL
import WorkflowEngine

/// A record in words: `ticket T1 {status: open, amount: 100, customer: C1 {tier: gold}}`.
struct WitnessSentence {
  let world: WitnessWorld
  let chosen: [Int]

  var text: String {
    let type = world.resolver.type
    var text = "\(type.name) \(world.snapshot.id(of: world.own))\(fields(below: []))"
    let inputs = parts { source in
      if case .input = source { true } else { false }
    }
    if !inputs.isEmpty { text += " with \(inputs.joined(separator: ", "))" }
    let moment = self.moment
    if !moment.isEmpty { text += ", when \(moment.joined(separator: " and "))" }
    return text
  }

  private var variables: [Variable] { world.situation.variables }

  private func sample(_ number: Int) -> Sample { variables[number].samples[chosen[number]] }

  /// The values of one record, and those of the records it leads to.
  private func fields(below path: [Int]) -> String {
    var states: [(slot: Int, text: String)] = []
    var parts: [String] = []
    for (number, variable) in variables.enumerated() {
      switch variable.source {
      case .member(let slots) where slots.dropLast() == path[...]:
        guard let field = world.resolver.field(slots)?.field, variable.kind != .other else { break }
        let value =
          switch sample(number) {
          case .record: world.id(at: slots) + fields(below: slots)
          case .same(let path): world.id(at: path)
          case .null, .flag, .choice, .number, .text, .members: self.value(number)
          }
        let text = "\(field.name): \(value)"
        if field.region != nil, let slot = slots.last {
          states.append((slot, text))
        } else {
          parts.append(text)
        }
      case .gathering(let set) where path.isEmpty:
        if let part = members(of: set, number) { parts.append(part) }
      case .member, .now, .today, .user, .cause, .role, .input, .element, .gathering,
        .expression, .condition:
        break
      }
    }
    parts = states.sorted { $0.slot < $1.slot }.map(\.text) + parts + lists(below: path)
    return parts.isEmpty ? "" : " {\(parts.joined(separator: ", "))}"
  }

  private func lists(below path: [Int]) -> [String] {
    var lists: [(slots: [Int], texts: [String])] = []
    for (number, variable) in variables.enumerated() {
      guard case .element(let slots, let text) = variable.source, slots.dropLast() == path[...]
      else { continue }
      if !lists.contains(where: { $0.slots == slots }) { lists.append((slots, [])) }
      guard sample(number) == .flag(true),
        let place = lists.firstIndex(where: { $0.slots == slots })
      else { continue }
      lists[place].texts.append(text)
    }
    return lists.compactMap { list in
      world.resolver.field(list.slots).map {
        "\($0.field.name): [\(list.texts.joined(separator: ", "))]"
      }
    }
  }

  private func members(of set: Int, _ number: Int) -> String? {
    guard case .members(let place) = sample(number),
      let gathering = world.situation.gatherings[set]?[place]
    else { return nil }
    let definition = world.resolver.definition
    let recordSet = world.resolver.type.sets[set]
    let type = definition.recordTypes[recordSet.memberType]
    let ids = world.memberIDs(set)
    let members = gathering.members.enumerated().map { place, values in
      let shown = type.fields.compactMap { field in
        values[field.name].map { "\(field.name): \(text(of: $0))" }
      }
      let name = ids.indices.contains(place) ? ids[place] : ""
      let fields = shown.isEmpty ? "" : "{\(shown.joined(separator: ", "))}"
      return name.isEmpty
        ? (fields.isEmpty ? "{}" : fields) : "\(name)\(fields.isEmpty ? "" : " ")\(fields)"
    }
    return "\(recordSet.name): [\(members.joined(separator: ", "))]"
  }

  private var moment: [String] {
    var parts: [String] = []
    var roles: [String] = []
    var readsRoles = false
    for (number, variable) in variables.enumerated() {
      switch variable.source {
      case .now, .today:
        if !(variable.source == .today && variables.contains { $0.source == .now }) {
          parts.append("\(variable.name) is \(value(number))")
        }
      case .user, .cause: parts.append("\(variable.name) is \(value(number))")
      case .role(let role):
        readsRoles = true
        if sample(number) == .flag(true) { roles.append(role) }
      case .member, .input, .element, .gathering, .expression, .condition: break
      }
    }
    if readsRoles { parts.append("actor.roles is [\(roles.joined(separator: ", "))]") }
    return parts
  }

  private func parts(where isMeant: (Variable.Source) -> Bool) -> [String] {
    variables.indices.filter { isMeant(variables[$0].source) }
      .map { "\(variables[$0].name) \(value($0))" }
  }

  private func value(_ number: Int) -> String {
    text(of: world.stored(sample(number), variables[number]))
  }

  private func text(of value: StoredValue) -> String {
    if case .text(let text) = value, text.isEmpty || text.contains(" ") { return "\"\(text)\"" }
    return value == .null ? "empty" : world.resolver.definition.text(of: value)
  }
}
