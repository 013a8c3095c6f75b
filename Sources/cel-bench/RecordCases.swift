import CEL

/// Records whose members are words in one array.
final class ArrayReader: RecordReader {
  static let width = 16
  // Read without the runtime's watch over accesses, as a host that wants speed would.
  @exclusivity(unchecked) var words: [Int64] = []
  @exclusivity(unchecked) var texts: [Int: Value] = [:]
  @exclusivity(unchecked) var orders: [RecordHandle] = []

  override func scalar(of record: RecordHandle, slot: Int) -> Int64 {
    words[Int(record.raw) * ArrayReader.width + slot]
  }

  override func value(of record: RecordHandle, slot: Int) -> Value {
    texts[Int(record.raw) * ArrayReader.width + slot] ?? .null
  }

  override func members(of record: RecordHandle, set: Int) -> [RecordHandle] { orders }

  override func text(of record: RecordHandle) -> String { "R\(record.raw)" }
}

/// A customer with eight orders, by slot.
enum RecordCases {
  static let schema = Schema(
    recordTypes: [
      .init(
        name: "customer",
        members: [
          .init(name: "status", kind: .field(slot: 0, type: .choice(0), nullable: false)),
          .init(name: "age", kind: .field(slot: 1, type: .int, nullable: false)),
          .init(name: "balance", kind: .field(slot: 2, type: .decimal, nullable: false)),
          .init(name: "limit", kind: .field(slot: 3, type: .decimal, nullable: false)),
          .init(name: "vip", kind: .field(slot: 4, type: .bool, nullable: false)),
          .init(name: "end_date", kind: .field(slot: 5, type: .date, nullable: true)),
          .init(name: "parent", kind: .field(slot: 6, type: .record(0), nullable: true)),
          .init(name: "name", kind: .field(slot: 7, type: .string, nullable: false)),
          .init(name: "kind", kind: .field(slot: 8, type: .choice(1), nullable: false)),
          .init(name: "orders", kind: .set(index: 0, of: 1)),
        ]),
      .init(
        name: "order",
        members: [
          .init(name: "total", kind: .field(slot: 0, type: .decimal, nullable: false)),
          .init(name: "status", kind: .field(slot: 1, type: .choice(2), nullable: false)),
          .init(name: "items", kind: .field(slot: 2, type: .int, nullable: false)),
        ]),
    ],
    choiceTypes: [
      .init(name: "status of customer", values: ["active", "deactivated"], isState: true),
      .init(name: "kind of customer", values: ["recurring", "on_request"]),
      .init(name: "status of order", values: ["open", "paid", "closed"], isState: true),
    ])

  static let environment = Environment(
    extensions: .workflow, schema: schema,
    variables: [
      .init(name: "customer", type: .record(0), slot: 0),
      .init(name: "today", type: .date, slot: 1),
    ], receiver: 0)

  static let texts = [
    ("choice equal", "status == \"active\""),
    ("field compare", "age >= 18"),
    ("decimal compare", "balance > 0"),
    ("path", "parent.status == \"active\""),
    ("null test", "end_date == null"),
    ("and of two", "kind == \"recurring\" && end_date == null"),
    ("in", "status in [\"active\", \"deactivated\"]"),
    ("text equal", "name == \"Nordwind\""),
    ("date plus days", "today <= today + days(30)"),
    ("all over 8", "orders.all(o, o.total > 0)"),
    ("exists over 8", "orders.exists(o, o.status == \"closed\" && o.total > 500)"),
    ("filter and count", "count(orders.filter(o, o.status == \"paid\")) >= 3"),
    ("sum over 8", "sum(orders.total) > 100"),
    ("arithmetic", "(balance + 250) * 1.19 <= limit && age * 2 - 5 > 30"),
    (
      "logic",
      "status == \"active\" && (vip || (balance > 1000 && age >= 21))"
        + " && !(kind == \"on_request\" && age > 99)"
    ),
  ]

  static func run() {
    let reader = ArrayReader()
    reader.words = Array(repeating: 0, count: ArrayReader.width * 10)
    func set(_ record: Int, _ slot: Int, _ value: Value) {
      reader.words[record * ArrayReader.width + slot] = value.scalar
    }
    func decimal(_ text: String) -> Value { .decimal(Decimal(text: text) ?? .zero) }
    for (slot, value) in [
      Value.choice(type: 0, index: 0), .int(36), decimal("1250.75"), decimal("5000.00"),
      .bool(false), .null, .record(RecordHandle(raw: 0)), .null, .choice(type: 1, index: 0),
    ].enumerated() {
      set(0, slot, value)
    }
    reader.texts[7] = .string("Nordwind")
    for order in 1...8 {
      set(order, 0, decimal("\(order * 20).5"))
      set(order, 1, .choice(type: 2, index: Int32(order % 2)))
      set(order, 2, .int(Int64(order)))
      reader.orders.append(RecordHandle(raw: Int32(order)))
    }
    let frame = Frame(reader: reader, slotCount: 2)
    frame.slots[0] = .record(RecordHandle(raw: 0))
    frame.slots[1] = CivilDate(text: "2026-03-10").map { .date($0) } ?? .null
    let compiler = Compiler(environment: environment)
    print("over records, by slot")
    for (name, text) in texts {
      let (program, issues) = compiler.compile(text, expecting: .bool)
      guard let program else {
        print(name, issues)
        continue
      }
      var sink = 0
      let time = measure { sink &+= Int(program.truth(frame).rawValue) }
      report(name, time, "\(program.truth(frame))")
      if sink == -1 { print(sink) }
    }
  }
}
