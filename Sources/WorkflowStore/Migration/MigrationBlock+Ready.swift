import Diagnostics
package import WorkflowEngine

extension MigrationBlock {
  /// The block that a definition would need, with what can be guessed filled in.
  package static func ready(for plan: MovePlan, _ definition: WorkflowDefinition) -> MigrationBlock
  {
    var block = MigrationBlock(of: definition)
    var free = FreeFields(plan, definition)
    for problem in plan.problems { block.add(problem, definition, &free) }
    for problem in plan.problems {
      guard case .required = problem.kind, !free.isTaken(problem) else { continue }
      let remark = records(problem.count)
      block.change(problem.type) {
        $0.set.append(Line(key: problem.field, value: open, remark: remark))
      }
    }
    return block
  }

  private mutating func add(
    _ problem: MoveProblem, _ definition: WorkflowDefinition, _ free: inout FreeFields
  ) {
    let count = Self.records(problem.count)
    switch problem.kind {
    case .required: break
    case .goneType(let meant):
      change(meant ?? Self.open) {
        $0.was = problem.type
        $0.remark = meant == nil ? "its present name; \(count)" : count
      }
    case .goneField(let kind):
      let meant = free.take(likeField: problem.field, kind, problem)
      change(problem.type) {
        $0.fields.append(
          Line(
            key: problem.field, value: meant ?? Self.open,
            remark: meant == nil ? "\(count); null drops the values" : count))
      }
    case .changedField(.entries(let was), _, _) where definition.recordType(named: was) == nil:
      guard let present = Self.entryType(of: problem, definition) else { break }
      change(present) { $0.was = was }
    case .changedField(_, _, let misfits):
      change(problem.type) {
        $0.fields.append(
          Line(
            key: problem.field, value: misfits == 0 ? problem.field : Self.open,
            remark: misfits == 0
              ? "\(count), converted"
              : "\(count), of which \(misfits) cannot be converted; null drops the values"))
      }
    case .goneValue(let value, _):
      let slot = definition.recordType(named: problem.type)?.slot(of: problem.field)
      let field = slot.flatMap { definition.recordType(named: problem.type)?.fields[$0] }
      var present: [String] = []
      if case .choice(let choice)? = field?.type { present = definition.choices[choice].values }
      let meant = suggestion(for: value, among: present).map(Self.word)
      let remark = meant == nil ? "\(count); \(present.joined(separator: ", "))" : count
      change(problem.type) {
        $0.addState(
          problem.field, Line(key: value, value: meant ?? Self.open, remark: remark))
      }
    }
  }

  /// The type of the entries that a field holds now.
  private static func entryType(
    of problem: MoveProblem, _ definition: WorkflowDefinition
  ) -> String? {
    guard let type = definition.recordType(named: problem.type),
      let slot = type.slot(of: problem.field), case .entries(let entry) = type.fields[slot].type
    else { return nil }
    return definition.recordTypes[entry].name
  }

  package static func records(_ count: Int) -> String {
    count == 1 ? "1 record" : "\(count) records"
  }
}

/// Fields of the definition that the store does not have: those a gone one may have become.
private struct FreeFields {
  private var fields: [(type: String, list: String?, name: String, kind: FormerKind)] = []
  private var taken: [(type: String, list: String?, name: String)] = []

  init(_ plan: MovePlan, _ definition: WorkflowDefinition) {
    for move in plan.types where move.former != nil {
      add(move.fields, nil, definition)
      for (slot, entries) in move.entries {
        add(entries, "\(move.type.name).\(move.type.fields[slot].name)", definition)
      }
    }
  }

  private mutating func add(
    _ container: ContainerMove, _ list: String?, _ definition: WorkflowDefinition
  ) {
    for (slot, field) in container.type.fields.enumerated() where !field.isInternal {
      guard case .added = container.sources[slot] else { continue }
      let kind = FormerKind(field.type, in: definition) { definition.recordTypes[$0].name }
      fields.append((container.type.name, list, field.name, kind))
    }
  }

  /// The free field of the same kind whose name is closest, or has the gone one's words in it.
  mutating func take(
    likeField name: String, _ kind: FormerKind, _ problem: MoveProblem
  ) -> String? {
    let candidates = fields.filter { field in
      field.type == problem.type && field.list == problem.list && field.kind == kind
        && !taken.contains {
          $0.type == field.type && $0.list == field.list && $0.name == field.name
        }
    }.map(\.name)
    let alike = candidates.filter { Self.words($0).isSuperset(of: Self.words(name)) }
    guard
      let meant = suggestion(for: name, among: candidates) ?? (alike.count == 1 ? alike[0] : nil)
    else { return nil }
    taken.append((problem.type, problem.list, meant))
    return meant
  }

  private static func words(_ name: String) -> Set<Substring> { Set(name.split(separator: "_")) }

  func isTaken(_ problem: MoveProblem) -> Bool {
    taken.contains {
      $0.type == problem.type && $0.list == problem.list && $0.name == problem.field
    }
  }
}
