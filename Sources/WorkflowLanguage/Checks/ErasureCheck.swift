import CEL
import Diagnostics
import WorkflowEngine

/// Warns where erasing a record leaves in others what was made of its personal values.
struct ErasureCheck {
  let definition: WorkflowDefinition
  let draft: DefinitionDraft

  func run() {
    if !definition.secrets.hasPersonal { return }
    for erasure in draft.erasures {
      let emptied = emptied(by: erasure)
      var told: Set<Holder> = []
      for (holder, range) in holders(of: erasure.erased)
      where !emptied.contains(holder) && told.insert(holder).inserted {
        let (erased, holding) = (
          definition.recordTypes[erasure.erased], definition.recordTypes[holder.type]
        )
        draft.report.warn(
          .personalLeft(
            holder.field, of: holding.name, erased: erased.name, emptied: effect(erased, holder),
            declared: range),
          at: erasure.range)
      }
    }
  }

  private struct Holder: Hashable {
    var type: Int
    var field: String
  }

  /// What empties the field, where the erased record has a relation that leads to it and it may be
  /// empty.
  private func effect(_ erased: RecordType, _ holder: Holder) -> String? {
    let type = definition.recordTypes[holder.type]
    guard let slot = type.slot(of: holder.field), type.fields[slot].isOptional else { return nil }
    return erased.sets.first { $0.memberType == holder.type && $0.condition == nil }.map {
      "{for: \($0.name), set: {\(holder.field): null}}"
    }
  }

  /// Fields of other records that take what is made of a type's personal values, with where they do.
  private func holders(of erased: Int) -> [(Holder, SourceRange)] {
    draft.flows.compactMap { flow in
      guard case .field(let type, let field) = flow.target, type != erased,
        !definition.recordTypes[type].isInline, reads(flow, personalOf: erased)
      else { return nil }
      return (Holder(type: type, field: field), flow.range)
    }
  }

  private func reads(_ flow: ValueFlow, personalOf type: Int) -> Bool {
    flow.program.reads.contains { read in
      read.recordType == type
        && definition.secrets.isPersonal(read.member, in: definition.recordTypes[type])
    }
  }

  /// Fields that are set, or whose records are taken away, by the transition that erases and by what
  /// it sends.
  private func emptied(by erasure: Erasure) -> Set<Holder> {
    var found: Set<Holder> = []
    var events: [(type: Int, event: Int)] = []
    func look(_ effects: [Effect], of own: Int) {
      for effect in effects {
        var target = own
        if case .each(let loop) = effect.target { target = loop.memberType }
        let parts = effect.kind.parts
        let fields = definition.recordTypes[target].fields
        for assignment in parts.assignments where parts.created == nil {
          found.insert(Holder(type: target, field: fields[assignment.slot].name))
        }
        if parts.removes {
          for field in fields { found.insert(Holder(type: target, field: field.name)) }
        }
        if let sent = parts.sent, parts.created == nil,
          !events.contains(where: { $0 == (target, sent) })
        {
          events.append((target, sent))
        }
        look(parts.inner, of: own)
      }
    }
    let type = definition.recordTypes[erasure.type]
    if let event = erasure.event.flatMap({ type.event(named: $0) }) {
      events.append((type.index, event.index))
    } else {
      look(type.effects, of: type.index)
    }
    var next = 0
    while next < events.count {
      let (type, event) = events[next]
      next += 1
      for way in definition.recordTypes[type].events[event].transitions {
        look(way.effects, of: type)
      }
    }
    return found
  }
}

/// An effect that erases records.
struct Erasure {
  /// The type whose transitions or states it stands in, and the event; nil in a state.
  let type: Int
  let event: String?
  /// The type of the records that are erased.
  let erased: Int
  let range: SourceRange
}
