import CEL

/// The fifteen guards that other implementations were measured with, over typed records.
enum GuardCases {
  struct Case: Sendable {
    var name: String
    var text: String
    /// The answer as plain Swift works it out.
    var answer: @Sendable (Customer) -> Value
    /// Whether it reads nothing but scalars, so that nothing needs to be allocated.
    var isScalar = true
  }

  static let count = 64

  static let all: [Case] = [
    Case(name: "baseline", text: "true") { _ in .bool(true) },
    Case(name: "field_compare", text: "customer.age >= 18") { .bool($0.age >= 18) },
    Case(name: "nested_select", text: "customer.address.city.name == 'Berlin'") {
      .bool($0.city == "Berlin")
    },
    Case(name: "has", text: "has(customer.email) && !has(customer.phone)") {
      .bool($0.email != nil && $0.phone == nil)
    },
    Case(name: "all8", text: "customer.orders.all(o, o.total > 0.0)") {
      .bool($0.orders.allSatisfy { $0.total > 0 })
    },
    Case(
      name: "exists8",
      text: "customer.orders.exists(o, o.status == 'open' && o.total > 500.0)"
    ) { .bool($0.orders.contains { $0.status == 0 && $0.total > 50_000 }) },
    Case(
      name: "filter8_size",
      text: "customer.orders.filter(o, o.status == 'paid').size() >= 3"
    ) { .bool($0.orders.count { $0.status == 1 } >= 3) },
    Case(
      name: "string_fn",
      text: "customer.id.startsWith('C-') && customer.email.endsWith('@example.com')"
    ) { customer in
      if !customer.id.hasPrefix("C-") { return .bool(false) }
      return customer.email.map { .bool($0.hasSuffix("@example.com")) } ?? .failure("")
    },
    Case(
      name: "in_list",
      text: "customer.country in ['DE', 'AT', 'CH'] && 'gold' in customer.tags"
    ) { .bool(["DE", "AT", "CH"].contains($0.country) && $0.tags.contains("gold")) },
    Case(
      name: "timestamp",
      text: "now - customer.lastLogin < duration('720h') && customer.created < "
        + "timestamp('2024-01-01T00:00:00Z')"
    ) { .bool(Customer.now - $0.lastLogin < 720 * 3600 && $0.created < 1_704_067_200) },
    Case(
      name: "arithmetic",
      text: "(customer.balance + 250.0) * 1.19 <= customer.creditLimit && customer.age * 2 - 5 > 30"
    ) { .bool(($0.balance + 25_000) * 119 <= $0.creditLimit * 100 && $0.age * 2 - 5 > 30) },
    Case(
      name: "ternary",
      text: "customer.vip ? customer.limits.monthly : (customer.age < 25 ? 500 : 1000)"
    ) { .int(Int64($0.isVIP ? $0.monthly : $0.age < 25 ? 500 : 1000)) },
    Case(
      name: "map8", text: "customer.orders.map(o, o.items * 2)",
      answer: {
        .list($0.orders.map { .int(Int64($0.items * 2)) })
      }, isScalar: false),
    Case(
      name: "logic3",
      text: "(customer.status == 'active' && (customer.vip || (customer.balance > 1000.0 && "
        + "customer.age >= 21))) && !(customer.country == 'US' && (customer.tags.size() == 0 || "
        + "customer.limits.daily > 5000))"
    ) { customer in
      let isGood =
        customer.isActive && (customer.isVIP || (customer.balance > 100_000 && customer.age >= 21))
      let isRisky = customer.country == "US" && (customer.tags.isEmpty || customer.daily > 5000)
      return .bool(isGood && !isRisky)
    },
    Case(name: "matches", text: "customer.email.matches('^[a-z.]+@example[.]com$')") { customer in
      customer.email.map { .bool($0 == "ada.lovelace@example.com") } ?? .failure("")
    },
  ]

  /// Measures each guard, rotating over the customers, and says whether all answers are right.
  static func run() {
    print("guards over typed records (64 in turn)")
    let bench = Bench()
    var times: [Double] = []
    for guardCase in all {
      guard let program = bench.compiler.compile(guardCase.text).program else {
        print(guardCase.name, bench.compiler.compile(guardCase.text).issues)
        continue
      }
      let verdict = bench.verdict(program, guardCase)
      var next = 0
      var sink = 0
      let time: Double
      if program.type == .bool {
        time = measure {
          bench.turn(to: next)
          sink &+= Int(program.truth(bench.frame).rawValue)
          next = (next &+ 1) & (count - 1)
        }
      } else if program.type == .int {
        time = measure {
          bench.turn(to: next)
          sink &+= Int(truncatingIfNeeded: program.scalar(bench.frame))
          next = (next &+ 1) & (count - 1)
        }
      } else {
        time = measure {
          bench.turn(to: next)
          sink &+= program.evaluate(bench.frame).isError ? 1 : 0
          next = (next &+ 1) & (count - 1)
        }
      }
      if sink == -1 { print(sink) }
      times.append(time)
      let plan = measure { _ = bench.compiler.compile(guardCase.text) }
      report(guardCase.name, time, "\(verdict), planned in \(Int(plan) / 100)00 ns")
    }
    report("geometric mean", geometricMean(times), "")
  }

  /// Evaluates one guard so many times, for a tool that counts what is allocated meanwhile.
  static func repeatOnly(_ name: String, _ times: Int) {
    let bench = Bench()
    guard let guardCase = all.first(where: { $0.name == name }),
      let program = bench.compiler.compile(guardCase.text).program
    else { return print("there is no guard '\(name)'") }
    var sink = 0
    for round in 0..<times {
      bench.turn(to: round & (count - 1))
      switch program.type {
      case .bool: sink &+= Int(program.truth(bench.frame).rawValue)
      case .int: sink &+= Int(truncatingIfNeeded: program.scalar(bench.frame))
      default: sink &+= program.evaluate(bench.frame).isError ? 1 : 0
      }
    }
    if sink == -1 { print(sink) }
  }

  /// The customers in a reader, with a frame that shows one of them.
  private struct Bench {
    let compiler = Compiler(environment: Customer.environment)
    let customers = (0..<count).map { Customer(number: $0) }
    let handles: [RecordHandle]
    let frame: Frame

    init() {
      let reader = ArrayReader()
      handles = customers.map { $0.store(in: reader) }
      frame = Frame(reader: reader, slotCount: 2)
      frame.slots[1] = .timestamp(Timestamp(seconds: Int64(Customer.now)))
    }

    @inline(__always)
    func turn(to number: Int) { frame.slots[0] = .record(handles[number]) }

    /// Whether every answer is that of plain Swift, and a guard holds for some and not for others.
    func verdict(_ program: Program, _ guardCase: Case) -> String {
      var holding = 0
      var refused = 0
      for (number, customer) in customers.enumerated() {
        turn(to: number)
        let expected = guardCase.answer(customer)
        let value = program.evaluate(frame)
        guard expected.isError == value.isError, expected.isError || expected.celEquals(value)
        else { return "WRONG for \(number): \(value), not \(expected)" }
        if program.type == .bool {
          let truth = program.truth(frame)
          if (truth == .yes) != expected.celEquals(.bool(true)) { return "WRONG for \(number)" }
          if truth == .yes { holding += 1 } else { refused += 1 }
        }
      }
      return program.type == .bool ? "right, holds for \(holding) of \(count)" : "right"
    }
  }
}
