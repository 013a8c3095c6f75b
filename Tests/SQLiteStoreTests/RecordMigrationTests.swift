import CEL
import GRDB
import SQLiteStore
import StoreTesting
import Testing
import Workflow
import WorkflowEngine
import WorkflowLanguage
import WorkflowStore

/// Records of one version of a definition that move to the next, as its `migrate:` block says.
@Suite("The migration of records")
struct RecordMigrationTests {
  static let options = MigrationOptions(
    actor: Actor(user: "admin"), at: Workshop.morning, recordsPerTransaction: 2)

  /// The club's first version.
  static let first = """
    workflow: club
    version: 1
    records:
      member:
        fields:
          name: text
          points: integer
          note: text?
          level: {choice: [basic, gold], default: basic}
        relations:
          visits: {many: visit, inline: true}
          friends: {links: member}
        states:
          status: [active, dormant, gone]
        transitions:
          rest: {from: active, to: dormant}
          leave: {from: active, to: gone}
          edit: {edits: all}
      visit:
        fields: {day: date, room: text?}
      team:
        fields: {captain: member, title: text}
    """

  /// Its second, in which everything has another name.
  static let second = """
    workflow: club
    version: 2
    records:
      person:
        fields:
          full_name: text
          points: decimal
          tier: {choice: [standard, top], default: standard}
          greeting: text
        relations:
          calls: {many: call, inline: true}
          friends: {links: person}
        states:
          status: [active, inactive]
        transitions:
          rest: {from: active, to: inactive}
          edit: {edits: all}
      call:
        fields: {day: date, place: text?, length: integer}
      team:
        fields: {captain: person, title: text}
    invariants:
      enough_points: {record: person, check: points > 5}
    migrate:
      person:
        was: member
        fields: {name: full_name, points: points, note: null, level: tier, visits: calls}
        states:
          status: {dormant: inactive, gone: inactive}
          tier: {basic: standard, gold: top}
        set: {greeting: ="Dear " + full_name}
      call:
        was: visit
        fields: {room: place}
        set: {length: 30}
    """

  /// A filled store of the first version.
  static func club(_ count: Int = 3) throws -> Workshop {
    let shop = try Workshop(.sqlite, text: Self.first)
    var rows: [ImportRow] = []
    for number in 1...count {
      rows.append(
        try shop.row(
          "member", "M\(number)",
          [
            "name": .text("Ada \(number)"), "points": .integer(Int64(number * 4)),
            "note": number == 1 ? .text("kind") : .null,
            "level": .choice(number == 2 ? "gold" : "basic"),
            "status": .choice(["active", "dormant", "gone"][number % 3]),
            "friends": .list(number == 1 ? [] : [.reference("M1")]),
            "visits": .entries([["day": .date(Self.day), "room": .text("R\(number)")]]),
          ]))
    }
    rows.append(
      try shop.row("team", "T1", ["captain": .reference("M1"), "title": .text("Blue")]))
    let report = try shop.take(rows)
    try #require(report.isCommitted, "\(report.issues)")
    (shop.store as? SQLiteStore)?.close()
    return shop
  }

  private static let day = CivilDate(daysSinceEpoch: 20_000)

  private func store(_ shop: Workshop, _ text: String) throws -> SQLiteStore {
    SQLiteStore(definition: try Workshop.load(text), path: shop.folder.path("workflow.db"))
  }

  private func person(_ id: String, _ field: String, in store: SQLiteStore) throws -> StoredValue {
    let type = try #require(store.definition.recordType(named: "person"))
    let records = try store.records(of: type, after: nil, limit: 100)
    let record = try #require(records.first { $0.id == id })
    return record.values[try #require(type.slot(of: field))]
  }

  private func refusal(_ body: () throws -> Void) -> StoreError? {
    do {
      try body()
      return nil
    } catch { return error as? StoreError }
  }

  // MARK: Refusals

  @Test("what the definition does not say is refused with counts and a block to fill in")
  func ready() throws {
    let shop = try Self.club()
    let start = try #require(Self.second.firstRange(of: "migrate:"))
    let bare = String(Self.second[..<start.lowerBound])
    let store = try store(shop, bare)
    let error = try #require(
      refusal { _ = try store.count(of: store.definition.recordTypes[0]) })
    #expect(error.kind == .migration)
    #expect(
      error.sentence.contains(
        "type 'member' is gone from the definition, and the store holds 3 records of it; "))
    #expect(
      error.block == """
        migrate:
          person:  # 3 records
            was: member
            fields:
              level: ???  # 3 records; null drops the values
              name: full_name  # 3 records
              note: ???  # 1 record; null drops the values
              points: points  # 3 records, converted
              visits: ???  # 3 records; null drops the values
            states:
              status:
                dormant: ???  # 1 record; active, inactive
                gone: ???  # 1 record; active, inactive
            set:
              greeting: ???  # 3 records

        """)
  }

  @Test("the block to fill in has what was probably meant, and ??? where somebody has to choose")
  func guesses() throws {
    let shop = try Self.club()
    let changed = Self.first.replacing("note: text?", with: "notes: text?")
      .replacing("points: integer", with: "points: date\n      rank: text")
      .replacing("[active, dormant, gone]", with: "[active, dormantt, away]")
      .replacing("dormant}", with: "dormantt}").replacing("to: gone", with: "to: away")
      .replacing("room: text?", with: "room: text?, length: integer")
    let store = try store(shop, changed)
    let error = try #require(
      refusal { _ = try store.count(of: store.definition.recordTypes[0]) })
    #expect(
      error.block == """
        migrate:
          member:
            fields:
              note: notes  # 1 record
              points: ???  # 3 records, of which 3 cannot be converted; null drops the values
            states:
              status:
                dormant: dormantt  # 1 record
                gone: ???  # 1 record; active, dormantt, away
            set:
              rank: ???  # 3 records
          visit:
            set:
              length: ???  # 3 records

        """)
    #expect(error.hint.contains("replace each ???"))
  }

  @Test("a definition that says everything is not moved to in passing")
  func covered() throws {
    let shop = try Self.club()
    let store = try store(shop, Self.second)
    let error = try #require(
      refusal { _ = try store.count(of: store.definition.recordTypes[0]) })
    #expect(error.sentence.hasSuffix("'migrate' says how they are moved: 3 records"))
    #expect(error.hint.contains("workflow-run migrate shop.yaml"))
    #expect(error.block.isEmpty)
    let reader = SQLiteStore(
      definition: store.definition, path: store.path, options: SQLiteOptions(access: .readOnly))
    #expect(
      refusal { _ = try reader.count(of: store.definition.recordTypes[0]) }?.kind == .migration)
  }

  // MARK: The way there

  @Test("a preview counts every change and writes nothing")
  func preview() throws {
    let shop = try Self.club()
    let before = shop.folder.bytes("workflow.db")
    let store = try store(shop, Self.second)
    let preview = try store.previewMigration(Self.options)
    #expect(shop.folder.bytes("workflow.db") == before)
    #expect(preview.records == 3)
    #expect(preview.changed == 3)
    #expect(preview.failureCount == 0)
    #expect(preview.broken.map(\.recordID) == ["M1"])
    let moved = preview.changes.filter { $0.kind == .valueMoved }
    #expect(
      moved.map { "\($0.field) \($0.former) \($0.present) \($0.records) \($0.losses)" } == [
        "status dormant inactive 1 1", "status gone inactive 1 1", "tier basic standard 2 0",
        "tier gold top 1 0",
      ])
    #expect(preview.changes.first { $0.kind == .fieldDropped }?.examples == ["M1"])
  }

  @Test("each record is moved with its links and entries, and keeps a line about it")
  func moved() throws {
    let shop = try Self.club()
    let store = try store(shop, Self.second)
    let report = try store.migrate(Self.options)
    #expect(report.isFinished)
    #expect(report.moved == 3)
    #expect(try person("M1", "full_name", in: store) == .text("Ada 1"))
    #expect(try person("M1", "points", in: store) == .decimal(Decimal(4)))
    #expect(try person("M1", "status", in: store) == .choice("inactive"))
    #expect(try person("M2", "tier", in: store) == .choice("top"))
    #expect(try person("M3", "greeting", in: store) == .text("Dear Ada 3"))
    #expect(try person("M2", "friends", in: store) == .list([.reference("M1")]))
    #expect(
      try person("M2", "calls", in: store)
        == .entries([["day": .date(Self.day), "place": .text("R2"), "length": .integer(30)]]))
    let lines = try store.history(ofType: "person", id: "M1", after: 0, limit: 10)
    #expect(lines.map(\.outcome) == [.imported, .migrated], "the former name's lines are found")
    let changes = try #require(lines.last?.changes)
    #expect(lines.last?.event == "migrate")
    #expect(lines.last?.version == 2)
    #expect(changes.contains { $0.field == "note" && $0.values?.old == .text("kind") })
    #expect(
      changes.contains {
        $0.field == "status" && $0.values?.old == .choice("dormant")
          && $0.values?.new == .choice("inactive")
      }, "\(changes)")
    let hash = store.definition.hash
    #expect(
      try store.definition(lastMoving: store.definition.recordTypes[0], id: "M1")?.hash == hash)
    let team = try #require(store.definition.recordType(named: "team"))
    #expect(try store.definition(lastMoving: team, id: "T1")?.version == "1", "it did not move")
  }

  @Test("the tables are those of a new store afterwards")
  func tables() throws {
    let shop = try Self.club()
    let migrated = try store(shop, Self.second)
    _ = try migrated.migrate(Self.options)
    let again = try store(shop, Self.second + "\n# a remark")
    let type = try #require(again.definition.recordType(named: "person"))
    #expect(try again.count(of: type) == 3)
    let line = try #require(try again.history(after: 0, limit: 100).last)
    #expect(line.changes.contains { $0.field == "way_back" })
    let answer = try Conductor(again).perform(
      WorkflowRequest(
        recordType: type.index, event: try #require(type.event(named: "edit")).index,
        target: .one("M3"),
        edits: [NamedValue("greeting", .text("Hello"))], actor: Workshop.clerk,
        now: Workshop.morning))
    #expect(answer.outcome == .allowed)
  }

  @Test("a migration that was stopped goes on, and nobody else uses the store meanwhile")
  func stopped() throws {
    let shop = try Self.club(7)
    let stopping = Counter()
    var options = Self.options
    options.shouldStop = { stopping.next() > 1 }
    let store = try store(shop, Self.second)
    let part = try store.migrate(options)
    #expect(!part.isFinished)
    #expect(part.moved == 2)
    let error = try #require(
      refusal { _ = try store.count(of: store.definition.recordTypes[0]) })
    #expect(error.sentence.contains("was begun and is not finished"))
    #expect(try store.previewMigration(Self.options).moved == 2)
    let rest = try self.store(shop, Self.second).migrate(Self.options)
    #expect(rest.isFinished)
    #expect(rest.moved == 5)
    #expect(rest.wayBack == part.wayBack)
    for number in 1...7 {
      let id = "M\(number)"
      #expect(try person(id, "greeting", in: store) == .text("Dear Ada \(number)"))
      let lines = try store.history(ofType: "person", id: id, after: 0, limit: 10)
      #expect(lines.count { $0.outcome == .migrated } == 1)
    }
    #expect(try store.migrate(Self.options).moved == 0, "it is done")
  }

  private final class Counter: @unchecked Sendable {
    private var count = 0
    func next() -> Int {
      count += 1
      return count
    }
  }

  // MARK: The way back

  @Test("the way back leads back; what became one value stays told apart in the history")
  func wayBack() throws {
    let shop = try Self.club()
    var options = Self.options
    options.readFormer = { _ in try? Workshop.load(Self.first) }
    let there = try store(shop, Self.second).migrate(options)
    #expect(
      there.wayBack == """
        migrate:
          member:  # note: the values of 1 record stand in the history
            was: person
            fields:
              full_name: name
              points: points
              tier: level
              greeting: null  # new
              calls: visits
            states:
              status:
                inactive: dormant  # 1 record was gone: see the history
              level:
                standard: basic
                top: gold
          visit:
            was: call
            fields:
              place: room
              length: null  # new

        """)
    let back = try store(shop, Self.first + "\n" + there.wayBack)
    let report = try back.migrate(options)
    #expect(report.isFinished)
    let again = SQLiteStore(definition: back.definition, path: back.path)
    let type = try #require(again.definition.recordType(named: "member"))
    let records = try again.records(of: type, after: nil, limit: 10)
    #expect(records.count == 3)
    let name = try #require(type.slot(of: "name"))
    #expect(records[0].values[name] == .text("Ada 1"))
    let points = try #require(type.slot(of: "points"))
    #expect(records[1].values[points] == .integer(8))
  }

  // MARK: What cannot be moved

  @Test("a record that cannot be moved stops everything, and is named")
  func failures() throws {
    let shop = try Self.club()
    let text =
      Self.first.replacing("points: integer", with: "points: integer\n      share: integer")
      + "\nmigrate: {member: {set: {share: =100 / (points - 4)}}}"
    let preview = try store(shop, text).previewMigration(Self.options)
    #expect(preview.failures.map(\.recordID) == ["M1"])
    #expect(preview.failures.first?.sentence.hasPrefix("share cannot be told: ") == true)
    let error = try #require(refusal { _ = try store(shop, text).migrate(Self.options) })
    #expect(error.sentence.contains("1 record cannot be moved: member 'M1': share cannot be told"))
    let old = try store(shop, Self.first)
    #expect(try old.count(of: old.definition.recordTypes[0]) == 3, "nothing was begun")
  }

  @Test("a value that has no counterpart is no conversion")
  func misfits() throws {
    let shop = try Self.club()
    let text =
      Self.first.replacing("note: text?", with: "note: integer?")
      + "\nmigrate: {member: {fields: {note: note}}}"
    let error = try #require(refusal { _ = try store(shop, text).previewMigration(Self.options) })
    #expect(
      error.block.contains("note: ???  # 1 record, of which 1 cannot be converted"), "\(error)")
  }

  @Test("values that must be unique and would not be are no migration")
  func unique() throws {
    let shop = try Self.club()
    let text =
      Self.first.replacing(
        "points: integer", with: "points: integer\n      share: {type: integer, unique: true}")
      + "\nmigrate: {member: {set: {share: 1}}}"
    let preview = try store(shop, text).previewMigration(Self.options)
    #expect(
      preview.failures.map(\.sentence) == Array(repeating: "share is not unique: 1", count: 2))
  }

  @Test("erasing takes the values under former names too")
  func erasing() throws {
    let shop = try Workshop(.sqlite, text: Self.first)
    try shop.take([
      shop.row("member", "M1", ["name": .text("Ada"), "points": .integer(9)])
    ])
    try shop.perform("edit", "member", "M1", edits: ["note": .text("secret-words")])
    (shop.store as? SQLiteStore)?.close()
    let text = Self.second.replacing(
      "      rest: {from: active",
      with: "      forget: {effects: [{erase: person}]}\n      rest: {from: active")
    let store = try store(shop, text)
    _ = try store.migrate(Self.options)
    let type = try #require(store.definition.recordType(named: "person"))
    _ = try Conductor(store).perform(
      WorkflowRequest(
        recordType: type.index, event: try #require(type.event(named: "forget")).index,
        target: .one("M1"), actor: Workshop.clerk, now: Workshop.morning))
    let lines = try store.history(ofType: "person", id: "M1", after: 0, limit: 10)
    #expect(lines.count == 4)
    #expect(lines.flatMap(\.changes).allSatisfy { $0.isState || $0.values == nil })
    store.close()
    #expect(shop.folder.files(containing: "secret-words").isEmpty)
  }

  // MARK: States inside states

  /// A ticket whose open state has got states of its own.
  private func nested(_ tail: String = "") -> String {
    """
    workflow: desk
    version: 2
    records:
      ticket:
        fields: {title: text}
        states:
          status:
            - open:
                initial: working
                states:
                  progress: [triage, working]
            - closed
        transitions: {close: {from: open, to: closed}}
    \(tail)
    """
  }

  private func desk() throws -> Workshop {
    let shop = try Workshop(
      .sqlite,
      text: """
        workflow: desk
        version: 1
        records:
          ticket:
            fields: {title: text}
            states: {status: [open, waiting, closed]}
        """)
    try shop.take([
      shop.row("ticket", "T1", ["title": .text("a"), "status": .choice("open")]),
      shop.row("ticket", "T2", ["title": .text("b"), "status": .choice("closed")]),
    ])
    return shop
  }

  private func progress(_ id: String, in store: SQLiteStore) throws -> StoredValue {
    let type = store.definition.recordTypes[0]
    let records = try store.records(of: type, after: nil, limit: 10)
    let record = try #require(records.first { $0.id == id })
    return record.values[try #require(type.slot(of: "progress"))]
  }

  @Test("records in a state that has states inside now are in the first of them")
  func innerRegions() throws {
    let shop = try desk()
    (shop.store as? SQLiteStore)?.close()
    let store = try store(shop, nested())
    #expect(try progress("T1", in: store) == .choice("working"))
    #expect(try progress("T2", in: store) == .null)
  }

  @Test("a new timer counts from when the history says that the state was entered")
  func entered() throws {
    let text = """
      workflow: desk
      records:
        ticket:
          fields: {title: text}
          states: {status: [open, closed]}
          transitions:
            close: {from: open, to: closed}
      """
    let shop = try Workshop(.sqlite, text: text)
    try shop.take([
      shop.row("ticket", "T1", ["title": .text("a")]),
      shop.row("ticket", "T2", ["title": .text("b")]),
    ])
    var closing = try shop.request("close", "ticket", "T2")
    closing.now += 86_400_000_000
    try shop.perform(closing)
    (shop.store as? SQLiteStore)?.close()
    let store = try store(
      shop, text + "\n      reopen: {from: closed, to: open, after: 5d}")
    _ = try store.count(of: store.definition.recordTypes[0])
    let due = try store.read { view in
      Interpreter(store.definition).dueTimers(view.snapshot, until: .max).map(\.due)
    }
    #expect(due == [closing.now + 5 * 86_400_000_000])
  }

  @Test("a record that moves into a state comes into the states inside it")
  func movedInside() throws {
    let shop = try desk()
    try shop.take([
      shop.row("ticket", "T3", ["title": .text("c"), "status": .choice("waiting")])
    ])
    (shop.store as? SQLiteStore)?.close()
    let text = nested("migrate: {ticket: {states: {status: {waiting: open}}}}")
    let store = try store(shop, text)
    #expect(try store.migrate(Self.options).moved == 3)
    #expect(try progress("T3", in: store) == .choice("working"))
    #expect(try progress("T1", in: store) == .choice("working"))
    let line = try #require(
      try store.history(ofType: "ticket", id: "T3", after: 0, limit: 10).last)
    #expect(line.changes.map(\.field) == ["status", "progress"])
  }

  // MARK: Older files

  @Test("a store of the first format gets the numbers of definitions at its first writing")
  func format() throws {
    let shop = try Self.club()
    let path = shop.folder.path("workflow.db")
    let queue = try DatabaseQueue(path: path)
    try queue.inDatabase { database in
      for table in ["club__member", "club__team"] {
        try database.execute(sql: "ALTER TABLE \(table) DROP COLUMN _definition")
      }
      try database.execute(sql: "PRAGMA user_version = 1")
    }
    try queue.close()
    let reader = SQLiteStore(
      definition: shop.definition, path: path, options: SQLiteOptions(access: .readOnly))
    let type = shop.definition.recordTypes[0]
    #expect(try reader.count(of: type) == 3)
    #expect(try reader.definition(lastMoving: type, id: "M1") == nil)
    let writer = SQLiteStore(definition: shop.definition, path: path)
    try writer.setLastTick(1)
    #expect(try writer.definition(lastMoving: type, id: "M1")?.version == "1")
  }
}
