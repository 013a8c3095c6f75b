import CEL
import Workflow
import WorkflowAnalysis
import WorkflowEngine
import YAML

/// Writes a scenario as an analyst would, with what happens now filled in.
struct ScenarioText {
  let definition: WorkflowDefinition
  let id: String
  let title: String
  let given: [PlacedRecord]
  let request: SampledRequest
  /// Whether it says that there is no warning, message … where there is none.
  var saysNothing = false

  /// The scenario as an item of a file's list.
  func text(then observation: Observation, in world: World) -> String {
    YAMLText.list([
      .map([
        ("id", .plain(id)), ("title", .quoted(title)), ("given", givenText), ("when", whenText),
        ("then", thenText(observation, world)),
      ])
    ]).text()
  }

  private var givenText: YAMLText {
    .map(
      given.map { record in
        let type = definition.recordTypes[record.type]
        let values = record.values.sorted { $0.key < $1.key }.map { slot, value in
          (type.fields[slot].name, text(of: value))
        }
        return (record.id, .inline([("type", .plain(type.name))] + values))
      })
  }

  private var whenText: YAMLText {
    let type = definition.recordTypes[request.recordType]
    let step: [(String, YAMLText)] =
      switch request.target {
      case .clock: [("tick", .plain("true")), ("at", time(request.at))]
      case .view(let place): [("view", .plain(given[place].id))]
      case .list(let place): [("list", .plain("\(type.name).\(type.lists[place].name)"))]
      case .new, .records, .all: askedText
      }
    return .list([.inline(step)])
  }

  private var askedText: [(String, YAMLText)] {
    let type = definition.recordTypes[request.recordType]
    var members: [(String, YAMLText)] = [
      ("event", .plain("\(type.name).\(type.events[request.event].name)"))
    ]
    switch request.target {
    case .new: members.append(("as_id", .plain(DifferenceSearch.newID)))
    case .records(let places) where places.count == 1:
      members.append(("record", .plain(given[places[0]].id)))
    case .records(let places):
      members.append(("records", .row(places.map { .plain(given[$0].id) })))
    case .all: members.append(("records", .plain("all")))
    case .clock, .view, .list: break
    }
    if request.isConfirmed { members.append(("confirm", .plain("true"))) }
    if !request.inputs.isEmpty { members.append(("input", .inline(named(request.inputs)))) }
    if !request.edits.isEmpty { members.append(("set", .inline(named(request.edits)))) }
    if !request.roles.isEmpty {
      members.append(
        (
          "as",
          .inline([
            ("user", .plain("tester")), ("roles", .row(request.roles.map { .plain($0) })),
          ])
        ))
    }
    return members
  }

  private func named(_ values: [NamedValue]) -> [(String, YAMLText)] {
    values.map { ($0.name, text(of: $0.value)) }
  }

  // MARK: What happens

  private func thenText(_ observation: Observation, _ world: World) -> YAMLText {
    if let rows = observation.rows {
      return .map([("list", .inline([("rows", .row(rows.map { .plain($0) }))]))])
    }
    if let view = observation.view { return .map([("view", .map(look(view)))]) }
    var members: [(String, YAMLText)] = [("outcome", .plain(observation.outcome.rawValue))]
    let isAboutMany: Bool =
      switch request.target {
      case .all: true
      case .records(let places): places.count > 1
      case .new, .clock, .view, .list: false
      }
    if observation.outcome == .blocked {
      members.append(
        ("blocked_by", .row(observation.blockers.map { .plain($0.reportedName) })))
    }
    if isAboutMany {
      members.append(("report", .inline([("done", .row(observation.done.map { .plain($0) }))])))
    }
    if let prompt = observation.prompt {
      members.append(("prompt", .inline([("text", .quoted(prompt.text))])))
    }
    members += some("warns", observation.warnings.map(\.name))
    members += some("reminds", observation.reminders.map(\.name))
    if observation.outcome == .allowed { members += effects(observation, world) }
    return .map(members)
  }

  private func look(_ view: RecordView) -> [(String, YAMLText)] {
    var members: [(String, YAMLText)] = [("badges", .row(view.badges.map { .plain($0) }))]
    if let color = view.rowColor { members.append(("row_color", .plain(color))) }
    let menu = view.menu.map(\.label)
    if !menu.isEmpty { members.append(("menu_has", .row(menu.map { .quoted($0) }))) }
    return members
  }

  private func some(_ key: String, _ names: [String]) -> [(String, YAMLText)] {
    var seen: Set<String> = []
    let once = names.filter { seen.insert($0).inserted }
    return once.isEmpty && !saysNothing ? [] : [(key, .row(once.map { .plain($0) }))]
  }

  private func effects(_ observation: Observation, _ world: World) -> [(String, YAMLText)] {
    var members: [(String, YAMLText)] = []
    if observation.changed.isEmpty { members.append(("unchanged", .plain("true"))) }
    let now = world.now
    let changes = observation.changed.flatMap { name in self.changes(of: name, observation, now) }
    if !changes.isEmpty { members.append(("changes", .map(changes))) }
    let created = observation.created.map { YAMLText.inline([("type", .plain(typeName($0)))]) }
    if !created.isEmpty || saysNothing { members.append(("created", .row(created))) }
    let gone = now.known.filter { now.presence(of: $0) == .deleted }.map(\.id)
    if !gone.isEmpty { members.append(("deleted", .row(gone.map { .plain($0) }))) }
    let sent = observation.sent.map { YAMLText.inline([("name", .plain($0.name))]) }
    if !sent.isEmpty || saysNothing { members.append(("emits", .row(sent))) }
    return members
  }

  private func changes(
    of name: RecordName, _ observation: Observation, _ now: RecordsView
  ) -> [(String, YAMLText)] {
    guard now.presence(of: name) == .present, let former = observation.former,
      former.presence(of: name) == .present
    else { return [] }
    let fields = definition.recordTypes[name.type].fields
    let values = zip(former.storedValues(of: name), now.storedValues(of: name))
    return zip(fields, values).compactMap { field, values in
      guard !field.isInternal, values.0 != values.1 else { return nil }
      switch field.type {
      case .list, .links, .entries: return nil
      case .plain, .choice, .reference:
        return ("\(name.id).\(field.name)", text(of: values.1))
      }
    }
  }

  private func typeName(_ name: RecordName) -> String { definition.recordTypes[name.type].name }

  // MARK: Values

  private func text(of value: StoredValue) -> YAMLText {
    switch value {
    case .null: .plain("null")
    case .text(let text): .quoted(text)
    case .word(_, let type):
      type == .text || type == .timestamp || type == .date
        ? .quoted(definition.text(of: value)) : .plain(definition.text(of: value))
    case .choice(let name), .reference(let name): .quoted(name)
    case .list(let values): .row(values.map(text(of:)))
    case .entries(let entries):
      .row(
        entries.map { entry in
          .inline(entry.sorted { $0.key < $1.key }.map { ($0.key, text(of: $0.value)) })
        })
    }
  }

  private func time(_ moment: Int64) -> YAMLText {
    .quoted(definition.text(of: .timestamp(moment)))
  }
}
