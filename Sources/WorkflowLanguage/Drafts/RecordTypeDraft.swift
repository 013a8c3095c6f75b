import CEL
import Diagnostics
import WorkflowEngine
import YAML

/// A record type while its file is read: what it declares, with the nodes still to be read.
///
/// A class, because what is found out about one type changes what others may say.
final class RecordTypeDraft {
  /// What a name among a type's members stands for, and its place among its kind.
  enum Member {
    case region(Int)
    case field(Int)
    case formula(Int)
    case relation(Int)
  }

  let index: Int
  let name: String
  /// Where the type's name stands.
  let range: SourceRange
  /// Nil where the type is no mapping.
  let form: Form?
  /// What other files add to it.
  var additions: [Form] = []
  var regions: [RegionDraft] = []
  var fields: [FieldDraft] = []
  var formulas: [FormulaDraft] = []
  var relations: [RelationDraft] = []
  var events: [EventDraft] = []
  /// Names of the fields that the engine keeps for itself.
  var internalFields: [InternalFieldDraft] = []
  /// The relation whose entries the type's records are.
  var entriesOf: SourceRange?
  private(set) var members: [String: (member: Member, range: SourceRange)] = [:]
  private var eventNumbers: [String: Int] = [:]
  private var stateHomes: [String: [StateID]] = [:]
  private var historyHomes: [String: [(region: Int, index: Int)]] = [:]
  private var storedRelationCount = 0

  init(index: Int, name: String, range: SourceRange, form: Form?) {
    self.index = index
    self.name = name
    self.range = range
    self.form = form
  }

  /// The places in which its members are declared, its own one first.
  var forms: [Form] { [form].compactMap(\.self) + additions }

  /// How many fields a record stores, those that the engine keeps for itself included.
  var storedCount: Int {
    regions.count + fields.count + storedRelationCount + internalFields.count
  }

  func slot(ofField index: Int) -> Int { regions.count + index }

  func slot(ofStoredRelation index: Int) -> Int { regions.count + fields.count + index }

  func slot(ofInternal index: Int) -> Int {
    regions.count + fields.count + storedRelationCount + index
  }

  func slot(ofFormula index: Int) -> Int { storedCount + index }

  func member(_ name: String) -> Member? { members[name]?.member }

  func event(_ name: String) -> Int? { eventNumbers[name] }

  /// The regions in which a state has this name.
  func homes(ofState name: String) -> [StateID] { stateHomes[name] ?? [] }

  /// The regions in which a history has this name, and its place there.
  func homes(ofHistory name: String) -> [(region: Int, index: Int)] { historyHomes[name] ?? [] }

  /// In alphabetical order, so that a message is the same each time.
  var memberNames: [String] { members.keys.sorted() }

  /// Adds a region without its states yet; gives its number.
  func add(_ region: RegionDraft) -> Int {
    claim(region.name, .region(regions.count), region.range)
    regions.append(region)
    return regions.count - 1
  }

  func addState(_ state: StateDraft, to region: Int) -> Int {
    let number = regions[region].states.count
    stateHomes[state.name, default: []].append(StateID(region: region, state: number))
    regions[region].states.append(state)
    return number
  }

  func addHistory(_ history: HistoryDraft, to region: Int) {
    let number = regions[region].histories.count
    historyHomes[history.name, default: []].append((region, number))
    regions[region].histories.append(history)
  }

  /// The regions from a region out to the top.
  func path(from region: Int) -> [Int] {
    var path = [region]
    while let parent = regions[path[path.count - 1]].parent { path.append(parent.region) }
    return path
  }

  func add(_ field: FieldDraft) {
    claim(field.name, .field(fields.count), field.range)
    fields.append(field)
  }

  func add(_ formula: FormulaDraft) {
    claim(formula.name, .formula(formulas.count), formula.range)
    formulas.append(formula)
  }

  func add(_ relation: RelationDraft) {
    if relation.isStored {
      relation.storedNumber = storedRelationCount
      storedRelationCount += 1
    }
    claim(relation.name, .relation(relations.count), relation.range)
    relations.append(relation)
  }

  func add(_ event: EventDraft) {
    eventNumbers[event.name] = events.count
    events.append(event)
  }

  /// Where the name stands already, if it does.
  func other(_ name: String) -> SourceRange? { members[name]?.range }

  private func claim(_ name: String, _ member: Member, _ range: SourceRange) {
    if members[name] == nil { members[name] = (member, range) }
  }
}

struct FieldDraft {
  let name: String
  let range: SourceRange
  /// Nil where the type is a mistake that was reported.
  let type: FieldType?
  let isOptional: Bool
  let defaultNode: Node?
  let uniqueNode: Node?
  var label: String?
  /// Roles that see it; nil where it is no secret.
  var seenBy: [String]?
  /// Whether what is made of it goes with its record.
  var isPersonal = false
  var defaultValue: WorkflowEngine.Expression?
  var uniqueness: Uniqueness?

  /// Whether a new record must be given a value.
  var isRequired: Bool { !isOptional && defaultNode == nil && type != .boolean && type != nil }
}

/// What is known about the type of a formula field.
enum FormulaShape {
  case unknown
  case known(CELType, nullable: Bool)
  /// Something in it is a mistake that was reported.
  case failed
}

struct FormulaDraft {
  let name: String
  let range: SourceRange
  let node: Node
  let scan: NameScan
  let uniqueNode: Node?
  var shape = FormulaShape.unknown
  /// The stored slots to follow where the formula is a plain path of references.
  var referencePath: [Int]?
  var formula: Formula?
}

final class RelationDraft {
  enum Source {
    /// Members whose reference field points here; the field's name, where it is stated.
    case many(by: Node?)
    case everything
    case links
    case linkedBy(Node)
    case inline
  }

  let name: String
  let range: SourceRange
  let form: Form
  let source: Source
  var memberType: Int?
  /// Its place among the type's stored relations.
  var storedNumber = 0
  var resolved: RecordSet.Source?

  init(name: String, range: SourceRange, form: Form, source: Source, memberType: Int?) {
    self.name = name
    self.range = range
    self.form = form
    self.source = source
    self.memberType = memberType
  }

  var isStored: Bool {
    switch source {
    case .links, .inline: true
    case .many, .everything, .linkedBy: false
    }
  }
}

struct EventDraft {
  let name: String
  let range: SourceRange
  var ways: [WayDraft]
  /// Whether the order of the ways decides (`first:`).
  var isOrdered = false
  /// The place among the type's internal fields of what tells that a request for it waits.
  var pendingNumber: Int?

  /// Whether a request for it may wait for a second person beside a record that is there.
  var mayWait: Bool { ways.contains { !$0.creates && $0.form["approval"] != nil } }
}

/// A transition while its file is read.
struct WayDraft {
  var form: Form { didSet { occasionKind = .said(by: form) } }
  /// What brings it about.
  private(set) var occasionKind: OccasionKind
  /// Lists that stand beside all ways of the event and come before its own.
  var earlier: Form?
  /// Whether its `from` stands beside all ways of the event.
  var isFromShared = false
  let range: SourceRange
  var creates = false
  var from: [StateTest] = []
  var to: [StateMove] = []
  var toHistories: [EntryTarget] = []
  /// The state whose end it follows.
  var done: StateID?
  /// The region whose entering `after` counts from.
  var enteredRegion: Int?
  var inputs: [InputDraft] = []
  /// Its place among the type's internal fields.
  var firedNumber: Int?

  init(form: Form, range: SourceRange) {
    self.form = form
    self.range = range
    occasionKind = .said(by: form)
  }

  /// Whether a record can never be in one of its `from` states afterwards.
  var leavesItsStates: Bool {
    from.contains { test in
      to.contains { $0.slot == test.slot && !test.contains($0.state) }
    }
  }
}

struct InputDraft {
  let name: String
  /// What formulas call it: where its name is that of a member, `as` gives it another.
  let formulaName: String
  let range: SourceRange
  let form: Form?
  /// The own field that keeps it.
  let field: Int?
  let type: FieldType?
  let isOptional: Bool
}
