import YAML

/// A mapping with stated keys, such as a transition.
package enum FormKind: String, KeyedForm, CaseIterable {
  case file, actors, part, recordType, addition, field, unique, uniqueKey, relation
  case state, initial, history
  case ways, transition, selection, input, notice, question, approval
  case namedGuard, reaction, invariant, possibility, list
  case effect, category, migration, decisionTable

  /// As in messages: "a transition".
  package var name: String {
    switch self {
    case .file: "a workflow"
    case .actors: "'actors'"
    case .part: "a part of a workflow"
    case .recordType: "a record type"
    case .addition: "what is added to a record type"
    case .field: "a field"
    case .unique, .uniqueKey: "'unique'"
    case .relation: "a relation"
    case .state: "a state"
    case .initial: "'initial'"
    case .history: "a history"
    case .ways: "an event"
    case .transition: "a transition"
    case .selection: "'selection'"
    case .input: "an input"
    case .notice: "a warning or reminder"
    case .question: "'confirm'"
    case .approval: "'approval'"
    case .namedGuard: "a guard"
    case .reaction: "a reaction"
    case .invariant: "an invariant"
    case .possibility: "a possibility"
    case .list: "a list"
    case .effect: "an effect"
    case .category: "a parameter by a choice"
    case .migration: "a record type's migration"
    case .decisionTable: "a table"
    }
  }

  /// The keys that it may have, in the order in which messages list them.
  package var keys: [FormKey] { table.keys }

  var keyNames: [String] { table.keyNames.names }

  /// Whether it says something without any key: that there is such a thing.
  var mayBeEmpty: Bool {
    switch self {
    case .addition, .unique, .uniqueKey, .state, .input, .approval, .migration, .decisionTable: false
    case .file, .actors, .part, .recordType, .field, .relation, .initial, .history, .ways,
      .transition,
      .selection, .notice, .question, .namedGuard, .reaction, .invariant, .possibility, .list,
      .effect,
      .category:
      true
    }
  }

  /// The keys with their names beside them: names are looked through for every mapping of a file.
  ///
  /// A class, because every mapping of a kind asks for the same.
  final class Table: Sendable {
    let keys: [FormKey]
    let keyNames: KeyNames

    init(_ keys: [FormKey]) {
      self.keys = keys
      keyNames = KeyNames(keys.map(\.name))
    }
  }

  var table: Table {
    switch self {
    case .file: FormKind.fileTable
    case .actors: FormKind.actorsTable
    case .part: FormKind.partTable
    case .recordType: FormKind.recordTypeTable
    case .addition: FormKind.additionTable
    case .field: FormKind.fieldTable
    case .unique: FormKind.uniqueTable
    case .uniqueKey: FormKind.uniqueKeyTable
    case .relation: FormKind.relationTable
    case .state: FormKind.stateTable
    case .initial: FormKind.initialTable
    case .history: FormKind.historyTable
    case .ways: FormKind.waysTable
    case .transition: FormKind.transitionTable
    case .selection: FormKind.selectionTable
    case .input: FormKind.inputTable
    case .notice: FormKind.noticeTable
    case .question: FormKind.questionTable
    case .approval: FormKind.approvalTable
    case .namedGuard: FormKind.guardTable
    case .reaction: FormKind.reactionTable
    case .invariant: FormKind.invariantTable
    case .possibility: FormKind.possibilityTable
    case .list: FormKind.listTable
    case .effect: FormKind.effectTable
    case .category: FormKind.categoryTable
    case .migration: FormKind.migrationTable
    case .decisionTable: FormKind.decisionsTable
    }
  }
}
