import CEL
import WorkflowEngine

/// Fills in events with the values that can matter: those that conditions compare with, those of
/// the records that the goal depends on, and nothing where that is allowed.
struct RouteFilling {
  let definition: WorkflowDefinition
  let samples: Samples
  /// Who asks unless another role is needed.
  let actor: Actor

  /// How many ways of filling in one event are tried.
  static let maximum = 64
  private static let mostFurther = 3
  private static let mostValues = 8

  struct Filled: Hashable {
    var inputs: [NamedValue] = []
    var edits: [NamedValue] = []
  }

  /// What is known where an event is filled in.
  struct Circumstances {
    /// Slots of the record that matter.
    var slots: Set<Int> = []
    /// Words of any record that matter.
    var words: Set<Word> = []
    /// Values found on the way, by their kinds.
    var values: [FieldType: [StoredValue]] = [:]
    /// What is given and stays.
    var given = Filled()
    /// Records of a type that may be pointed at.
    var ids: (Int) -> [String] = { _ in [] }
  }

  /// Whether something was left out, or could have had other values than those that were tried.
  private(set) var isSampled = false

  init(_ definition: WorkflowDefinition, actor: Actor, goal: [Formula], now: Int64) {
    self.definition = definition
    self.actor = actor
    samples = Samples(definition, now: now, goals: goal)
  }

  mutating func fillings(
    of ways: [Transition], type: RecordType, _ circumstances: Circumstances
  ) -> [Filled] {
    var needed: [Choice] = []
    var further: [Choice] = []
    var seen = Set(circumstances.given.inputs.map(\.name))
    for way in ways {
      for input in way.inputs where seen.insert(input.name).inserted {
        let values = values(of: input, way, type, circumstances)
        let choice = Choice(name: input.name, isEdit: false, values: values.compactMap(\.self))
        if values.contains(where: { $0 == nil }) {
          further.append(choice)
        } else {
          needed.append(choice)
        }
      }
    }
    var edited = Set(circumstances.given.edits.map(\.name))
    for slot in ways.flatMap(\.edits) where circumstances.slots.contains(slot) {
      let field = type.fields[slot]
      guard !seen.contains(field.name), edited.insert(field.name).inserted else { continue }
      let values = values(of: Word(type: type.index, slot: slot), field, circumstances)
      further.append(Choice(name: field.name, isEdit: true, values: values))
    }
    var fillings = [circumstances.given]
    for choice in needed { fillings = extended(fillings, by: choice, Self.maximum) }
    return withFurther(fillings, further.filter { !$0.values.isEmpty })
  }

  private struct Choice {
    let name: String
    let isEdit: Bool
    let values: [StoredValue]
  }

  /// Everything filled in that must be, then with one more, two more and three more.
  private mutating func withFurther(_ first: [Filled], _ further: [Choice]) -> [Filled] {
    var all = first
    var layer = first.map { (filled: $0, next: 0) }
    for _ in 0..<Self.mostFurther {
      var grown: [(filled: Filled, next: Int)] = []
      for item in layer {
        for number in further.indices.dropFirst(item.next) {
          for one in extended([item.filled], by: further[number], Self.maximum) {
            guard all.count + grown.count < Self.maximum else {
              isSampled = true
              return all + grown.map(\.filled)
            }
            grown.append((one, number + 1))
          }
        }
      }
      all += grown.map(\.filled)
      layer = grown
    }
    if further.count > Self.mostFurther { isSampled = true }
    return all
  }

  private mutating func extended(
    _ fillings: [Filled], by choice: Choice, _ maximum: Int
  ) -> [Filled] {
    let room = max(maximum / max(fillings.count, 1), 1)
    if choice.values.count > room { isSampled = true }
    return fillings.flatMap { filled in
      choice.values.prefix(room).map { value in
        var extended = filled
        if choice.isEdit {
          extended.edits.append(NamedValue(choice.name, value))
        } else {
          extended.inputs.append(NamedValue(choice.name, value))
        }
        return extended
      }
    }
  }

  // MARK: Values

  /// Nil leaves the input out.
  private mutating func values(
    of input: Input, _ way: Transition, _ type: RecordType, _ circumstances: Circumstances
  ) -> [StoredValue?] {
    let word = input.field.map { Word(type: type.index, slot: $0) }
    let matters =
      word.map(circumstances.words.contains) == true || way.reads(input: input.name)
      || !input.checks.isEmpty
    let isLeftOut = !input.isRequired || input.defaultValue != nil
    if !matters, isLeftOut { return [nil] }
    var values = samples.values(of: input, word: word).filter { $0 != .null }
    switch input.type {
    case .reference(let target):
      values = circumstances.ids(target).map { .reference($0) }
      isSampled = true
    case .list, .links, .entries: values = samples.lists(of: input.type, ids: circumstances.ids)
    case .plain, .choice:
      values = with(circumstances.values[input.type] ?? [], values)
    }
    if !input.type.isFinite { isSampled = true }
    if !matters { return Array(values.prefix(1)) }
    if !way.creates, input.mayEmpty(type) { values.append(.null) }
    return (isLeftOut || input.when != nil ? [nil] : []) + values.map { $0 }
  }

  private mutating func values(
    of word: Word, _ field: Field, _ circumstances: Circumstances
  ) -> [StoredValue] {
    if !field.type.isFinite { isSampled = true }
    let empty: [StoredValue] = field.mustHaveValue ? [] : [.null]
    switch field.type {
    case .reference(let target):
      isSampled = true
      return empty + circumstances.ids(target).map { .reference($0) }
    case .list, .links, .entries:
      return samples.lists(of: field.type, ids: circumstances.ids)
    case .plain, .choice:
      let values = samples.values(of: word).filter { $0 != .null }
      return empty + with(circumstances.values[field.type] ?? [], values)
    }
  }

  private func with(_ found: [StoredValue], _ values: [StoredValue]) -> [StoredValue] {
    values + found.filter { !values.contains($0) }.prefix(Self.mostValues)
  }

  // MARK: People

  /// Who may ask: the actor, and somebody for each role that is needed and the actor lacks.
  func actors(for ways: [Transition], readsActor: Bool) -> [Actor] {
    var actors: [Actor] = []
    for way in ways {
      let isOwn = way.roles.isEmpty || !Set(way.roles).isDisjoint(with: actor.roles)
      let one = isOwn ? actor : Actor(user: Route.somebody, roles: Array(way.roles.prefix(1)))
      if !actors.contains(one) { actors.append(one) }
    }
    if readsActor {
      for one in actors where one == actor {
        actors.append(Actor(user: Route.somebody, roles: one.roles))
      }
    }
    return actors
  }

  func approver(for ways: [Transition]) -> Actor? {
    ways.approvingRoles.map { Actor(user: Route.another, roles: $0) }
  }
}
