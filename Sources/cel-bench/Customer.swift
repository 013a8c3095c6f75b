import CEL

/// A customer with orders as plain Swift values: what the guards are checked against.
struct Customer {
  struct Order {
    /// In hundredths.
    var total: Int
    var status: Int
    var items: Int
  }

  var id: String
  var email: String?
  var phone: String?
  var age: Int
  var country: String
  var isActive: Bool
  var isVIP: Bool
  /// In hundredths.
  var balance: Int
  /// In hundredths.
  var creditLimit: Int
  /// Seconds since 1970-01-01T00:00:00Z.
  var created: Int
  /// Seconds since 1970-01-01T00:00:00Z.
  var lastLogin: Int
  var city: String
  var tags: [String]
  var daily: Int
  var monthly: Int
  var orders: [Order]

  static let now = 1_748_779_200
  static let orderStates = ["open", "paid", "shipped"]

  /// One of 64 that differ in everything the guards ask, so that each holds for some of them.
  init(number: Int) {
    func bit(_ place: Int) -> Bool { number >> place & 1 == 1 }
    id = (bit(0) ? "C-" : "X-") + "\(1000 + number)"
    email = number % 5 == 0 ? nil : bit(1) ? "ada.lovelace@example.com" : "Ada@elsewhere.org"
    phone = number % 7 == 0 ? "030 1234" : nil
    age = 10 + number
    country = ["DE", "AT", "FR", "US"][number % 4]
    isActive = !bit(2)
    isVIP = bit(3)
    balance = 20_000 + number * 7_575
    creditLimit = 500_000 - number * 3_000
    created = 1_614_852_000 + number * 2_000_000
    lastLogin = Customer.now - number * 86_400
    city = bit(4) ? "Berlin" : "Hamburg"
    tags = bit(5) ? ["newsletter", "beta", "gold"] : bit(1) ? ["newsletter"] : []
    daily = number * 150
    monthly = 20_000 + number
    orders = (0..<8).map { place in
      Order(
        total: (number % 3 == 0 && place == 7 ? 0 : 10_000 + 7_550 * place) * (bit(0) ? 1 : 0)
          + (bit(0) ? 0 : 100 * (place + 1) * (number % 3)),
        status: (number / 2 + place * (1 + number % 2)) % 3, items: place + 1 + number)
    }
  }
}

extension Customer {
  static let schema = Schema(
    recordTypes: [
      .init(
        name: "customer",
        members: [
          .init(name: "id", kind: .field(slot: 0, type: .string, nullable: false)),
          .init(name: "email", kind: .field(slot: 1, type: .string, nullable: true)),
          .init(name: "phone", kind: .field(slot: 2, type: .string, nullable: true)),
          .init(name: "age", kind: .field(slot: 3, type: .int, nullable: false)),
          .init(name: "country", kind: .field(slot: 4, type: .string, nullable: false)),
          .init(name: "status", kind: .field(slot: 5, type: .choice(0), nullable: false)),
          .init(name: "vip", kind: .field(slot: 6, type: .bool, nullable: false)),
          .init(name: "balance", kind: .field(slot: 7, type: .decimal, nullable: false)),
          .init(name: "creditLimit", kind: .field(slot: 8, type: .decimal, nullable: false)),
          .init(name: "created", kind: .field(slot: 9, type: .timestamp, nullable: false)),
          .init(name: "lastLogin", kind: .field(slot: 10, type: .timestamp, nullable: false)),
          .init(name: "address", kind: .field(slot: 11, type: .record(2), nullable: false)),
          .init(name: "tags", kind: .field(slot: 12, type: .list(.string), nullable: false)),
          .init(name: "limits", kind: .field(slot: 13, type: .record(4), nullable: false)),
          .init(name: "orders", kind: .set(index: 0, of: 1)),
        ]),
      .init(
        name: "order",
        members: [
          .init(name: "total", kind: .field(slot: 0, type: .decimal, nullable: false)),
          .init(name: "status", kind: .field(slot: 1, type: .choice(1), nullable: false)),
          .init(name: "items", kind: .field(slot: 2, type: .int, nullable: false)),
        ]),
      .init(
        name: "address",
        members: [.init(name: "city", kind: .field(slot: 0, type: .record(3), nullable: false))]),
      .init(
        name: "city",
        members: [.init(name: "name", kind: .field(slot: 0, type: .string, nullable: false))]),
      .init(
        name: "limits",
        members: [
          .init(name: "daily", kind: .field(slot: 0, type: .int, nullable: false)),
          .init(name: "monthly", kind: .field(slot: 1, type: .int, nullable: false)),
        ]),
    ],
    choiceTypes: [
      .init(name: "status of customer", values: ["active", "deactivated"], isState: true),
      .init(name: "status of order", values: orderStates, isState: true),
    ])

  static let environment = Environment(
    extensions: [.workflow, .standard], schema: schema,
    variables: [
      .init(name: "customer", type: .record(0), slot: 0),
      .init(name: "now", type: .timestamp, slot: 1),
    ])

  /// Puts the customer and what belongs to it into a reader.
  func store(in reader: ArrayReader) -> RecordHandle {
    func money(_ hundredths: Int) -> Value {
      .decimal(
        Decimal(text: "\(hundredths / 100).\(hundredths / 10 % 10)\(hundredths % 10)") ?? .zero)
    }
    func time(_ seconds: Int) -> Value { .timestamp(Timestamp(seconds: Int64(seconds))) }
    func text(_ text: String?) -> Value { text.map { .string($0) } ?? .null }
    let town = reader.add([.string(city)])
    let address = reader.add([.record(town)])
    let limits = reader.add([.int(Int64(daily)), .int(Int64(monthly))])
    let orders = orders.map {
      reader.add([
        money($0.total), .choice(type: 1, index: Int32($0.status)), .int(Int64($0.items)),
      ])
    }
    return reader.add(
      [
        .string(id), text(email), text(phone), .int(Int64(age)), .string(country),
        .choice(type: 0, index: isActive ? 0 : 1), .bool(isVIP), money(balance),
        money(creditLimit), time(created), time(lastLogin), .record(address),
        .list(tags.map { .string($0) }), .record(limits),
      ], set: orders)
  }
}
