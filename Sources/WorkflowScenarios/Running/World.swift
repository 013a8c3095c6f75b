import CEL
import Workflow
import WorkflowEngine
import WorkflowStore

/// The records of one run of a scenario: a store in memory, on which everything is done the way that
/// it is done on any store.
///
/// A class, because the steps of a run share it.
final class World {
  let store: MemoryStore
  let conductor: Conductor
  private(set) var known: [RecordName] = []
  private var view: RecordsView?
  private var rowsOfDryRuns: Set<TableRow> = []
  private var viewedCommits = -1

  static let tester = Actor(user: "tester")

  var definition: WorkflowDefinition { store.definition }

  /// Places what is given; what is missing is empty, has its default or is in its first state.
  init(definition: WorkflowDefinition, given: [GivenRecord], clock: Int64) {
    let interpreter = Interpreter(definition)
    let snapshot = Snapshot(definition: definition)
    for record in given {
      let handle = snapshot.place(type: record.name.type, id: record.name.id)
      interpreter.fillPlainDefaults(snapshot, handle)
      for (slot, value) in record.values { snapshot.set(handle, slot: slot, to: value) }
      interpreter.fillStates(snapshot, handle, except: Set(record.values.map(\.slot)))
      for slot in definition.recordTypes[record.name.type].regions.compactMap(\.enteredSlot)
      where !record.values.contains(where: { $0.slot == slot }) {
        snapshot.set(handle, slot: slot, to: .timestamp(clock))
      }
      known.append(record.name)
    }
    for record in given {
      interpreter.fillComputedDefaults(
        snapshot, snapshot.known(type: record.name.type, id: record.name.id),
        except: Set(record.values.map(\.slot)), actor: Self.tester, now: clock)
    }
    let entered = Dictionary(
      given.map { ($0.name, $0.enteredAt) }, uniquingKeysWith: { first, _ in first })
    store = MemoryStore(holding: snapshot) { record in
      (entered[RecordName(type: record.type, id: record.id)] ?? nil) ?? clock
    }
    conductor = Conductor(store)
  }

  /// The records as they are now.
  var now: RecordsView {
    if let view, viewedCommits == store.commits { return view }
    let view = RecordsView(
      snapshot: store.openView().snapshot, interpreter: conductor.interpreter, known: known)
    self.view = view
    viewedCommits = store.commits
    return view
  }

  /// The rows of tables that gave a value in any step, or in what is expected of one.
  var usedRows: Set<TableRow> { conductor.interpreter.usedRows.union(rowsOfDryRuns) }

  /// Takes over the rows that were used on a store that forgets.
  func note(rows: Set<TableRow>) { rowsOfDryRuns.formUnion(rows) }

  func note(_ records: [RecordName]) {
    for record in records where !known.contains(record) { known.append(record) }
    view = nil
  }

  /// The records as a plan that was carried out on a store that forgets has left them.
  func planned(_ snapshot: Snapshot, created: [RecordName]) -> RecordsView {
    RecordsView(
      snapshot: snapshot, interpreter: conductor.interpreter,
      known: known + created.filter { !known.contains($0) })
  }
}
