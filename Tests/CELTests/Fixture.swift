import CEL

/// Records in memory: members by slot.
final class MemoryReader: RecordReader {
  struct Record {
    var id: String
    var fields: [Value]
    var sets: [[Int32]] = []
  }

  var records: [Record] = []

  override func scalar(of record: RecordHandle, slot: Int) -> Int64 {
    records[Int(record.raw)].fields[slot].scalar
  }

  override func value(of record: RecordHandle, slot: Int) -> Value {
    records[Int(record.raw)].fields[slot]
  }

  override func members(of record: RecordHandle, set: Int) -> [RecordHandle] {
    records[Int(record.raw)].sets[set].map { RecordHandle(raw: $0) }
  }

  override func text(of record: RecordHandle) -> String { records[Int(record.raw)].id }
}

/// An account with two locations and three services, seen from the service S1.
struct Fixture {
  static let account = 0
  static let location = 1
  static let service = 2
  static let line = 3
  static let accountStatus = 0
  static let locationStatus = 1
  static let serviceStatus = 2
  static let kind = 3

  static let schema = Schema(
    recordTypes: [
      .init(
        name: "account",
        members: [
          .init(
            name: "status", kind: .field(slot: 0, type: .choice(accountStatus), nullable: false)),
          .init(name: "name", kind: .field(slot: 1, type: .string, nullable: false)),
          .init(name: "balance", kind: .field(slot: 2, type: .decimal, nullable: false)),
          .init(name: "visits", kind: .field(slot: 3, type: .int, nullable: false)),
          .init(name: "note", kind: .field(slot: 4, type: .string, nullable: true)),
          .init(name: "locations", kind: .set(index: 0, of: location)),
          .init(name: "services", kind: .set(index: 1, of: service)),
          .init(name: "tags", kind: .field(slot: 5, type: .list(.string), nullable: false)),
        ]),
      .init(
        name: "location",
        members: [
          .init(
            name: "status", kind: .field(slot: 0, type: .choice(locationStatus), nullable: false)),
          .init(name: "address", kind: .field(slot: 1, type: .string, nullable: true)),
          .init(name: "account", kind: .field(slot: 2, type: .record(account), nullable: false)),
          .init(name: "services", kind: .set(index: 0, of: service)),
        ]),
      .init(
        name: "service",
        members: [
          .init(
            name: "status", kind: .field(slot: 0, type: .choice(serviceStatus), nullable: false)),
          .init(name: "kind", kind: .field(slot: 1, type: .choice(kind), nullable: true)),
          .init(name: "end_date", kind: .field(slot: 2, type: .date, nullable: true)),
          .init(name: "price", kind: .field(slot: 3, type: .decimal, nullable: false)),
          .init(name: "quantity", kind: .field(slot: 4, type: .int, nullable: false)),
          .init(name: "account", kind: .field(slot: 5, type: .record(account), nullable: false)),
          .init(name: "location", kind: .field(slot: 6, type: .record(location), nullable: true)),
          .init(name: "created", kind: .field(slot: 7, type: .timestamp, nullable: false)),
          .init(name: "paused", kind: .field(slot: 8, type: .bool, nullable: false)),
          .init(name: "discount", kind: .field(slot: 9, type: .decimal, nullable: true)),
          .init(name: "lines", kind: .set(index: 0, of: line)),
          .init(name: "ratio", kind: .field(slot: 10, type: .decimal, nullable: false)),
        ]),
      .init(
        name: "line",
        members: [
          .init(name: "amount", kind: .field(slot: 0, type: .decimal, nullable: false)),
          .init(name: "pieces", kind: .field(slot: 1, type: .int, nullable: false)),
          .init(name: "due", kind: .field(slot: 2, type: .date, nullable: true)),
        ]),
    ],
    choiceTypes: [
      .init(name: "status of account", values: ["active", "deactivated"], isState: true),
      .init(name: "status of location", values: ["active", "closed"], isState: true),
      .init(name: "status of service", values: ["active", "deactivated", "new"], isState: true),
      .init(name: "kind of service", values: ["recurring", "on_request"]),
    ])

  static let environment = Environment(
    extensions: [.workflow, .strings, .bindings], schema: schema,
    variables: [
      .init(name: "service", type: .record(service), slot: 0),
      .init(name: "today", type: .date, slot: 1),
      .init(name: "now", type: .timestamp, slot: 2),
      .init(name: "actor.user", type: .string, slot: 3),
      .init(name: "actor.roles", type: .list(.string), slot: 4),
      .init(name: "parameters.skip_zero", type: .bool, slot: 5),
      .init(
        name: "parameters.limit", type: .decimal, slot: 6,
        constant: .decimal(Decimal(text: "99.50") ?? .zero)),
    ],
    receiver: 0, timeZone: (try? TimeZoneRules.load(name: "Europe/Berlin")) ?? .utc)

  static let compiler = Compiler(environment: environment)

  let reader = MemoryReader()
  let frame: Frame

  init() {
    func decimal(_ text: String) -> Value { .decimal(Decimal(text: text) ?? .zero) }
    func date(_ text: String) -> Value { CivilDate(text: text).map { .date($0) } ?? .null }
    func time(_ text: String) -> Value { Timestamp(text: text).map { .timestamp($0) } ?? .null }
    func record(_ raw: Int32) -> Value { .record(RecordHandle(raw: raw)) }
    func choice(_ type: Int32, _ index: Int32) -> Value { .choice(type: type, index: index) }
    reader.records = [
      .init(
        id: "S1",
        fields: [
          choice(2, 1), choice(3, 0), date("2026-02-01"), decimal("12.50"), .int(4), record(1),
          record(2), time("2026-03-01T08:30:00Z"), .bool(false), .null,
          .failure("ratio divides by zero"),
        ], sets: [[6, 7, 8]]),
      .init(
        id: "A1",
        fields: [
          choice(0, 0), .string("Nordwind"), decimal("100.00"), .int(7), .null,
          .list([.string("gold"), .string("beta")]),
        ], sets: [[2, 3], [0, 4, 5]]),
      .init(
        id: "L1", fields: [choice(1, 0), .string("12 Mill Lane"), record(1)], sets: [[0, 4]]),
      .init(id: "L2", fields: [choice(1, 1), .null, record(1)], sets: [[5]]),
      .init(
        id: "S2",
        fields: [
          choice(2, 0), .null, .null, decimal("0"), .int(1), record(1), .null,
          time("2026-03-02T23:30:00Z"), .bool(true), decimal("0.1"), decimal("0.5"),
        ], sets: [[]]),
      .init(
        id: "S3",
        fields: [
          choice(2, 0), choice(3, 1), date("2026-12-31"), decimal("7.25"), .int(2), record(1),
          record(3), time("2026-01-15T12:00:00Z"), .bool(false), .null, decimal("2"),
        ], sets: [[8]]),
      .init(id: "N1", fields: [decimal("10.10"), .int(1), date("2026-03-01")]),
      .init(id: "N2", fields: [decimal("20.20"), .int(2), date("2026-04-01")]),
      .init(id: "N3", fields: [decimal("0.05"), .int(0), .null]),
    ]
    frame = Frame(reader: reader, slotCount: 7)
    frame.slots[0] = record(0)
    frame.slots[1] = date("2026-03-10")
    frame.slots[2] = time("2026-03-10T09:00:00Z")
    frame.slots[3] = .string("u17")
    frame.slots[4] = .list([.string("clerk")])
    frame.slots[5] = .bool(true)
  }

  /// The value of an expression, or its first issue.
  func evaluate(_ text: String) -> String {
    let (program, issues) = Fixture.compiler.compile(text, expecting: nil)
    guard let program else {
      return issues.first.map { "\($0.code): \($0.message)" } ?? "no program and no issue"
    }
    let value = program.evaluate(frame)
    if let problem = value.problem { return "cannot tell: \(problem)" }
    return value.display(in: Fixture.schema, reader: reader)
  }
}
