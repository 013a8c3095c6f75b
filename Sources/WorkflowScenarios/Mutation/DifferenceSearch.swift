import CEL
import Diagnostics
import Workflow
import WorkflowAnalysis
import WorkflowEngine

/// Looks for a request that a definition answers otherwise once it was changed, and makes a scenario
/// of it.
struct DifferenceSearch {
  let definition: WorkflowDefinition
  let changed: WorkflowDefinition
  /// What scenarios ask, and of which records.
  let examples: [SampledMoment]
  /// A type and an event that the change is likely to concern.
  var focus: (type: Int, event: Int)?
  /// How many requests are tried.
  var maximum = 2_000
  let seed: UInt64

  /// What a record is called that a request creates.
  static let newID = "created"

  enum Finding {
    /// A scenario that passes with the definition and fails once it was changed, as an item of a
    /// file's list.
    case scenario(String)
    /// Something is answered otherwise that no scenario can say.
    case unsayable
    /// Every request that was tried is answered alike.
    case none(requests: Int)
  }

  func run(id: String, title: String) -> Finding {
    guard hasSameShape else { return .none(requests: 0) }
    var sampler = WorldSampler(
      definition, beside: changed, examples: examples, seed: seed)
    var tried = 0
    var barren = 0
    var isFound = false
    while tried < maximum, barren < maximum {
      guard let moment = sampler.moment(focus: focus) else {
        barren += 1
        continue
      }
      for _ in 0..<8 {
        guard let request = sampler.request(of: moment, focus: focus) else {
          barren += 1
          continue
        }
        tried += 1
        guard differs(moment.records, request) else { continue }
        isFound = true
        if let text = scenario(moment.records, request, id, title) { return .scenario(text) }
      }
    }
    return isFound ? .unsayable : .none(requests: tried)
  }

  /// Whether records of one definition can be read as those of the other.
  private var hasSameShape: Bool {
    definition.recordTypes.count == changed.recordTypes.count
      && zip(definition.recordTypes, changed.recordTypes).allSatisfy { one, other in
        one.name == other.name && one.fields.map(\.name) == other.fields.map(\.name)
          && one.events.map(\.name) == other.events.map(\.name)
      }
  }

  // MARK: Asking both

  private func differs(_ records: [PlacedRecord], _ request: SampledRequest) -> Bool {
    digest(definition, records, request) != digest(changed, records, request)
  }

  private func digest(
    _ definition: WorkflowDefinition, _ records: [PlacedRecord], _ request: SampledRequest
  ) -> ObservationDigest {
    let (observation, world) = observed(definition, records, request)
    return ObservationDigest(
      outcome: observation.outcome, blockers: observation.blockers.map(\.reportedName),
      remarks: observation.warnings.map(\.name) + observation.reminders.map(\.name)
        + [observation.prompt?.text ?? ""],
      messages: observation.sent.map(\.name), done: observation.done,
      shown: (observation.rows ?? [])
        + (observation.view.map { $0.badges + $0.menu.map(\.label) + [$0.rowColor ?? ""] } ?? []),
      image: world.now.image())
  }

  private func observed(
    _ definition: WorkflowDefinition, _ records: [PlacedRecord], _ request: SampledRequest
  ) -> (Observation, World) {
    let range = SourceFile(name: "", text: "").range(0, 0)
    let given = records.map { record in
      GivenRecord(
        name: RecordName(type: record.type, id: record.id),
        values: record.values.sorted { $0.key < $1.key }.map { (slot: $0.key, value: $0.value) },
        claims: [], enteredAt: nil, range: range)
    }
    let world = World(definition: definition, given: given, clock: Scope.morning)
    let actor = Actor(user: World.tester.user, roles: request.roles)
    let step = ScenarioStep(
      action: action(request, records, actor, in: definition), at: request.at, actor: actor,
      isDryRun: false,
      expectations: [], range: range)
    return (StepPerformer(world: world).perform(step), world)
  }

  private func action(
    _ request: SampledRequest, _ records: [PlacedRecord], _ actor: Actor,
    in definition: WorkflowDefinition
  ) -> ScenarioStep.Action {
    let target: WorkflowRequest.Target
    switch request.target {
    case .clock: return .tick(names: [])
    case .view(let place):
      return .view(RecordName(type: records[place].type, id: records[place].id))
    case .list(let place):
      return .list(
        type: request.recordType,
        list: definition.recordTypes[request.recordType].lists[place], of: nil)
    case .new: target = .new(id: Self.newID)
    case .records(let places): target = .records(places.map { records[$0].id })
    case .all: target = .all
    }
    var asked = WorkflowRequest(
      recordType: request.recordType, event: request.event, target: target, inputs: request.inputs,
      edits: request.edits, isConfirmed: request.isConfirmed, actor: actor, now: request.at)
    if case .records(let places) = request.target { asked.isList = places.count > 1 }
    return .ask(asked)
  }

  // MARK: The scenario

  /// The smallest that shows the difference; nil where a scenario cannot say it.
  private func scenario(
    _ records: [PlacedRecord], _ request: SampledRequest, _ id: String, _ title: String
  ) -> String? {
    guard var text = telling(records, request, id, title) else { return nil }
    var (records, request) = (records, request)
    var isSmaller = true
    while isSmaller {
      isSmaller = false
      for (less, asked) in smaller(records, request) {
        guard let shorter = telling(less, asked, id, title) else { continue }
        (records, request, text, isSmaller) = (less, asked, shorter, true)
        break
      }
    }
    return text
  }

  /// The text where it passes with the definition and fails with the changed one.
  private func telling(
    _ records: [PlacedRecord], _ request: SampledRequest, _ id: String, _ title: String
  ) -> String? {
    let (observation, world) = observed(definition, records, request)
    var item = ScenarioText(
      definition: definition, id: id, title: title, given: records, request: request)
    for saysNothing in [false, true] {
      item.saysNothing = saysNothing
      let text = item.text(then: observation, in: world)
      let source = SourceFile(name: "generated", text: Self.head(definition) + text)
      if passes(source, definition), !passes(source, changed) { return text }
    }
    return nil
  }

  /// A scenario with a mistake does not pass: what it names is not there.
  private func passes(_ source: SourceFile, _ definition: WorkflowDefinition) -> Bool {
    ScenarioFile.read(source) { _ in definition }.file.map { file in
      ScenarioRunner(definition).run(file).allSatisfy(\.passed)
    } ?? false
  }

  /// What stands above the list of a file's scenarios.
  static func head(_ definition: WorkflowDefinition) -> String {
    "workflow: \(definition.name)\nclock: \(Timestamp(microseconds: Scope.morning))\nscenarios:\n"
  }

  /// The same with one record, value, input, edit or role less.
  private func smaller(
    _ records: [PlacedRecord], _ request: SampledRequest
  ) -> [([PlacedRecord], SampledRequest)] {
    var all: [([PlacedRecord], SampledRequest)] = []
    var asked: [Int] = []
    if case .records(let places) = request.target { asked = places }
    if case .view(let place) = request.target { asked = [place] }
    for index in records.indices where !asked.contains(index) {
      var (less, moved) = (records, request)
      let gone = less.remove(at: index)
      let isNamed = less.contains { record in
        record.values.values.contains { $0.names(gone.id) }
      }
      guard !isNamed else { continue }
      let left = asked.map { $0 > index ? $0 - 1 : $0 }
      switch request.target {
      case .records: moved.target = .records(left)
      case .view: moved.target = .view(left[0])
      case .new, .all, .clock, .list: break
      }
      all.append((less, moved))
    }
    for index in records.indices {
      for slot in records[index].values.keys.sorted() {
        let field = definition.recordTypes[records[index].type].fields[slot]
        guard !field.mustHaveValue || field.defaultValue != nil else { continue }
        var less = records
        less[index].values[slot] = nil
        all.append((less, request))
      }
    }
    for index in request.inputs.indices {
      var less = request
      less.inputs.remove(at: index)
      all.append((records, less))
    }
    for index in request.edits.indices {
      var less = request
      less.edits.remove(at: index)
      all.append((records, less))
    }
    if !request.roles.isEmpty {
      var less = request
      less.roles = []
      all.append((records, less))
    }
    return all
  }
}

extension StoredValue {
  /// Whether it speaks of a record.
  fileprivate func names(_ id: String) -> Bool {
    switch self {
    case .reference(let other): other == id
    case .list(let values): values.contains { $0.names(id) }
    case .entries(let entries): entries.contains { $0.values.contains { $0.names(id) } }
    case .null, .text, .word, .choice: false
    }
  }
}

/// What a scenario can say of a step.
private struct ObservationDigest: Equatable {
  var outcome: ExpectedOutcome
  var blockers: [String]
  var remarks: [String]
  var messages: [String]
  var done: [String]
  var shown: [String]
  var image: RecordsView.Image
}
