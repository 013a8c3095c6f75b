import CEL

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
    func decimal(_ text: String) -> Value { .decimal(Decimal(text: text) ?? .zero) }
    let orders = (1...8).map { order in
      reader.add([
        decimal("\(order * 20).5"), .choice(type: 2, index: Int32(order % 2)), .int(Int64(order)),
      ])
    }
    let customer = reader.add(
      [
        .choice(type: 0, index: 0), .int(36), decimal("1250.75"), decimal("5000.00"),
        .bool(false), .null, .record(RecordHandle(raw: 8)), .string("Nordwind"),
        .choice(type: 1, index: 0),
      ], set: orders)
    let frame = Frame(reader: reader, slotCount: 2)
    frame.slots[0] = .record(customer)
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
