import WorkflowEngine

/// Makes a definition of another one, part by part.
///
/// Names, slots and numbers stay what they are, so that formulas and requests fit both.
struct DefinitionRewriter {
  let definition: WorkflowDefinition
  /// What an effect becomes; nil leaves it out.
  var effect: (Effect, RecordType) -> Effect.Kind? = { effect, _ in effect.kind }
  var keepsGuard: (GuardUse, Event) -> Bool = { _, _ in true }
  var reaction: (Reaction, RecordType) -> Reaction? = { reaction, _ in reaction }

  init(
    _ definition: WorkflowDefinition,
    effect: @escaping (Effect, RecordType) -> Effect.Kind? = { effect, _ in effect.kind },
    keepsGuard: @escaping (GuardUse, Event) -> Bool = { _, _ in true },
    reaction: @escaping (Reaction, RecordType) -> Reaction? = { reaction, _ in reaction }
  ) {
    self.definition = definition
    self.effect = effect
    self.keepsGuard = keepsGuard
    self.reaction = reaction
  }

  func rewritten() -> WorkflowDefinition {
    let original = definition
    return WorkflowDefinition(
      name: definition.name, version: definition.version, title: definition.title,
      file: definition.file, hash: original.hash, timeZone: definition.timeZone,
      actors: definition.actors,
      recordTypes: definition.recordTypes.map(type), choices: definition.choices,
      invariants: definition.invariants, parameters: definition.parameters,
      schema: definition.schema, tables: definition.tables,
      possibilities: definition.possibilities)
  }

  private func type(_ type: RecordType) -> RecordType {
    RecordType(
      index: type.index, name: type.name, place: type.place, shownAs: type.shownAs,
      fields: type.fields, formulas: type.formulas,
      regions: type.regions.map { region($0, type) }, sets: type.sets,
      events: type.events.map { event($0, type) },
      reactions: type.reactions.compactMap { reaction($0, type) }, lists: type.lists,
      badges: type.badges, isInline: type.isInline, undecidedEvent: type.undecidedEvent,
      furtherKeys: type.furtherKeys)
  }

  private func event(_ event: Event, _ type: RecordType) -> Event {
    Event(
      index: event.index, name: event.name,
      transitions: event.transitions.map { transition($0, event, type) },
      isOrdered: event.isOrdered, pendingSlot: event.pendingSlot)
  }

  private func transition(
    _ transition: Transition, _ event: Event, _ type: RecordType
  ) -> Transition {
    Transition(
      event: transition.event, recordType: transition.recordType, place: transition.place,
      label: transition.label, tabs: transition.tabs, selection: transition.selection,
      occasion: transition.occasion, creates: transition.creates, from: transition.from,
      to: transition.to, toHistories: transition.toHistories, isInternal: transition.isInternal,
      when: transition.when, roles: transition.roles, inputs: transition.inputs,
      edits: transition.edits, guards: transition.guards.filter { keepsGuard($0, event) },
      warnings: transition.warnings, reminders: transition.reminders,
      question: transition.question, effects: effects(transition.effects, type),
      notSupported: transition.notSupported, instead: transition.instead,
      approval: transition.approval)
  }

  private func effects(_ effects: [Effect], _ type: RecordType) -> [Effect] {
    effects.compactMap { effect in
      guard var kind = self.effect(effect, type) else { return nil }
      if case .choose(let inner, let others) = kind {
        kind = .choose(self.effects(inner, type), otherwise: self.effects(others, type))
      } else if case .setTogether(let inner) = kind {
        kind = .setTogether(self.effects(inner, type))
      }
      return Effect(
        kind: kind, target: target(effect.target), when: effect.when, place: effect.place)
    }
  }

  /// Loops are bound to the sets of their type, each by its own.
  private func target(_ target: Effect.Target) -> Effect.Target {
    switch target {
    case .own: .own
    case .each(let loop):
      .each(
        Loop(
          records: loop.records, memberType: loop.memberType, isSingle: loop.isSingle,
          condition: loop.condition, orderBy: loop.orderBy, order: loop.order,
          limit: loop.limit, isRequired: loop.isRequired))
    }
  }

  private func region(_ region: Region, _ type: RecordType) -> Region {
    Region(
      name: region.name, slot: region.slot, choice: region.choice,
      states: region.states.map { state($0, type) }, parent: region.parent,
      histories: region.histories.map { history in
        History(
          name: history.name, isDeep: history.isDeep, defaults: history.defaults,
          effects: effects(history.effects, type), place: history.place)
      }, historySlot: region.historySlot, memorySlots: region.memorySlots,
      enteredSlot: region.enteredSlot, previousSlot: region.previousSlot)
  }

  private func state(_ state: State, _ type: RecordType) -> State {
    State(
      name: state.name, badge: state.badge, rowColor: state.rowColor, isFinal: state.isFinal,
      regions: state.regions, onEntry: effects(state.onEntry, type),
      onExit: effects(state.onExit, type),
      initial: state.initial.map {
        Initial(targets: $0.targets, effects: effects($0.effects, type))
      }, place: state.place)
  }
}
