import Workflow
import WorkflowAnalysis
import WorkflowEngine

extension ScenarioFile {
  /// What its scenarios ask, each time with the records as they were, but for what only the
  /// interpreter remembers.
  var moments: [SampledMoment] {
    scenarios.filter(\.mistakes.isEmpty).flatMap { scenario in
      let world = World(definition: definition, given: scenario.given, clock: scenario.clock)
      let performer = StepPerformer(world: world)
      return scenario.steps.map { step in
        var moment = SampledMoment(records: world.now.placed)
        moment.request = SampledRequest(step, of: moment.records)
        moment.events = performer.perform(step).events(in: definition)
        return moment
      }
    }
  }
}

extension RecordsView {
  /// The records that are there, as a scenario could give them.
  fileprivate var placed: [PlacedRecord] {
    known.filter { presence(of: $0) == .present }.map { name in
      var record = PlacedRecord(type: name.type, id: name.id)
      let fields = definition.recordTypes[name.type].fields
      for (slot, value) in storedValues(of: name).enumerated() where !fields[slot].isInternal {
        if value != .null || fields[slot].defaultValue != nil { record.values[slot] = value }
      }
      return record
    }
  }
}

extension SampledRequest {
  /// What a step asks; nil where no single request can ask it.
  fileprivate init?(_ step: ScenarioStep, of records: [PlacedRecord]) {
    self.init()
    at = step.at
    func place(_ id: String, _ type: Int) -> Int? {
      records.firstIndex { $0.type == type && $0.id == id }
    }
    switch step.action {
    case .tick: break
    case .view(let name):
      guard let place = place(name.id, name.type) else { return nil }
      target = .view(place)
    case .ask(let request):
      recordType = request.recordType
      event = request.event
      inputs = request.inputs
      edits = request.edits
      isConfirmed = request.isConfirmed
      roles = request.actor.roles
      switch request.target {
      case .new: target = .new
      case .all: target = .all
      case .holding: return nil
      case .records(let ids):
        let places = ids.compactMap { place($0, request.recordType) }
        guard places.count == ids.count else { return nil }
        target = .records(places)
      }
    case .unknownEvent, .approve, .reject, .withdraw, .list: return nil
    }
  }
}

extension Observation {
  /// Every event that happened, by its type and its place there.
  fileprivate func events(in definition: WorkflowDefinition) -> [(type: Int, event: Int)] {
    decisions.compactMap(\.plan).flatMap { plan in
      plan.steps.compactMap { step in
        step.transition.flatMap { way in
          definition.recordTypes[way.recordType].events.firstIndex { $0.name == way.event }
            .map { (type: way.recordType, event: $0) }
        }
      }
    }
  }
}
