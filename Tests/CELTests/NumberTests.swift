import CEL
import Testing

@Suite("Decimals")
struct DecimalTests {
  @Test(
    "a decimal is read and written exactly",
    arguments: [
      ("12.30", "12.3"), ("-0.5", "-0.5"), ("0", "0"), ("-0.00", "0"), ("007", "7"),
      (".5", "0.5"), ("+1.0", "1"), ("99999999999999999", "99999999999999999"),
      ("0.00000000000000001", "0.00000000000000001"),
      ("-1234567890.1234567", "-1234567890.1234567"),
    ])
  func text(text: String, written: String) throws {
    let decimal = try #require(Decimal(text: text))
    #expect(decimal.description == written)
    #expect(Decimal(packed: decimal.packed) == decimal)
  }

  @Test(
    "what is no decimal of up to 17 digits is refused",
    arguments: [
      "", "-", ".", "1e3", "1,5", "1.2.3", "abc", "100000000000000000", "1.23456789012345678",
      "--1", "1 ",
    ])
  func refused(text: String) {
    #expect(Decimal(text: text) == nil)
  }

  @Test(
    "arithmetic is exact where it fits",
    arguments: [
      ("0.1", "0.2", "0.3", "-0.1", "0.02", "0.5"),
      ("12.5", "4", "16.5", "8.5", "50", "3.125"),
      ("1", "3", "4", "-2", "3", "0.33333333333333333"),
      ("-1", "3", "2", "-4", "-3", "-0.33333333333333333"),
      ("2", "3", "5", "-1", "6", "0.66666666666666667"),
      (
        "99999999999999999", "1", "100000000000000000", "99999999999999998", "99999999999999999",
        "99999999999999999"
      ),
    ])
  func arithmetic(
    a: String, b: String, sum: String, difference: String, product: String, quotient: String
  ) throws {
    let (a, b) = (try #require(Decimal(text: a)), try #require(Decimal(text: b)))
    #expect(a.adding(b)?.description == sum)
    #expect(a.subtracting(b)?.description == difference)
    #expect(a.multiplied(by: b)?.description == product)
    #expect(a.divided(by: b)?.description == quotient)
  }

  @Test("what does not fit is nil, and so is a division by zero")
  func overflow() throws {
    let large = try #require(Decimal(text: "99999999999999999"))
    let tiny = try #require(Decimal(text: "0.01"))
    #expect(large.multiplied(by: large) == nil)
    #expect(large.adding(tiny) == large)
    let largest = try #require(Decimal(exactly: Decimal.largestWhole))
    #expect(largest.adding(Decimal(1)) == nil)
    #expect(largest.negated.subtracting(Decimal(1)) == nil)
    #expect(large.divided(by: .zero) == nil)
    #expect(large.divided(by: tiny) == nil)
  }

  @Test(
    "rounding goes half up or half even",
    arguments: [
      ("2.5", 0, "3", "2"), ("3.5", 0, "4", "4"), ("-2.5", 0, "-3", "-2"),
      ("1.005", 2, "1.01", "1"),
      ("1.015", 2, "1.02", "1.02"), ("1.25", 1, "1.3", "1.2"), ("7", 2, "7", "7"),
      ("0.0049", 2, "0", "0"), ("9.999", 2, "10", "10"),
    ])
  func rounding(text: String, places: Int, up: String, even: String) throws {
    let decimal = try #require(Decimal(text: text))
    #expect(decimal.rounded(toPlaces: places, rule: .halfUp).description == up)
    #expect(decimal.rounded(toPlaces: places, rule: .halfEven).description == even)
  }

  @Test("random sums, differences, products and orders agree with whole numbers")
  func random() throws {
    let seed = UInt64(Environment.variable("SEED") ?? "") ?? UInt64.random(in: 0..<1_000_000)
    print("SEED=\(seed)")
    var random = SeededRandom(state: seed)
    for _ in 0..<5000 {
      let (a, b) = (
        Int.random(in: -9_999_999...9_999_999, using: &random),
        Int.random(in: -9_999_999...9_999_999, using: &random)
      )
      let x = try #require(hundredths(a))
      let y = try #require(hundredths(b))
      #expect(x.adding(y) == hundredths(a + b))
      #expect(x.subtracting(y) == hundredths(a - b))
      #expect((x < y) == (a < b))
      #expect((x == y) == (a == b))
      let product = try #require(x.multiplied(by: y))
      #expect(product.multiplied(by: Decimal(10_000)) == Decimal(a * b))
    }
  }

  @Test("a sum beyond 17 digits is the nearest number that can be held")
  func nearest() throws {
    let seed = UInt64(Environment.variable("SEED") ?? "") ?? UInt64.random(in: 0..<1_000_000)
    print("SEED=\(seed)")
    var random = SeededRandom(state: seed)
    for _ in 0..<20_000 {
      let (x, y) = (decimal(&random), decimal(&random))
      let places = max(x.scale, y.scale)
      let exact = scaled(x, places) + scaled(y, places)
      guard let sum = x.adding(y) else {
        #expect(exact.magnitude / power(places).magnitude >= UInt128(Decimal.largestWhole))
        continue
      }
      #expect(sum.scale <= places)
      // The digits that had to go, and no digit more.
      var dropped = 0
      while exact.magnitude / power(dropped).magnitude > UInt128(Decimal.largestWhole) {
        dropped += 1
      }
      let distance = (scaled(sum, places) - exact).magnitude
      #expect(distance * 2 <= (dropped == 0 ? 0 : power(dropped).magnitude), "\(x) + \(y)")
      #expect(y.adding(x) == sum)
      #expect(x.negated.subtracting(y) == sum.negated)
    }
  }

  private func decimal(_ random: inout SeededRandom) -> Decimal {
    let digits = Int.random(in: 1...17, using: &random)
    let coefficient = Int64.random(in: -Int64(power(digits))...Int64(power(digits)), using: &random)
    let places = Int.random(in: 0...18, using: &random)
    return Decimal(packed: coefficient << 6).multiplied(by: tenth(places)) ?? .zero
  }

  private func tenth(_ places: Int) -> Decimal {
    Decimal(text: places == 0 ? "1" : "0." + String(repeating: "0", count: places - 1) + "1")
      ?? .zero
  }

  private func power(_ exponent: Int) -> Int128 {
    (0..<exponent).reduce(1) { power, _ in power * 10 }
  }

  private func scaled(_ decimal: Decimal, _ places: Int) -> Int128 {
    Int128(decimal.coefficient) * power(places - decimal.scale)
  }

  @Test(
    "sums round half to even, and digits far behind count only where they decide",
    arguments: [
      ("10000000000000000", "0.25", "10000000000000000.2"),
      ("10000000000000000", "0.35", "10000000000000000.4"),
      ("10000000000000000", "0.25000000000000001", "10000000000000000.3"),
      ("1", "0.000000000000000000000001", "1"),
      ("1", "-0.000000000000000000000001", "1"),
      ("0.1", "0.00000000000000000000000099999999999999999", "0.1"),
      ("144115188075855871", "0.4", "144115188075855871"),
      ("14411518807585587", "0.19", "14411518807585587"),
    ])
  func rounds(a: String, b: String, sum: String) throws {
    let (a, b) = (
      try #require(Decimal(text: a) ?? big(a)), try #require(Decimal(text: b) ?? big(b))
    )
    #expect(a.adding(b)?.description == sum)
  }

  /// A whole number of 18 digits, which no text stands for.
  private func big(_ text: String) -> Decimal? { Int64(text).flatMap { Decimal(exactly: $0) } }

  private func hundredths(_ number: Int) -> Decimal? {
    Decimal(number).divided(by: Decimal(100))
  }
}

@Suite("Dates, times and zones")
struct CalendarTests {
  @Test("every day of four centuries is read, written and counted alike")
  func days() throws {
    var date = try #require(CivilDate(year: 1800, month: 1, day: 1))
    var previousWeekday = date.weekday
    for _ in 0..<146_097 {
      let parts = date.components
      #expect(CivilDate(year: parts.year, month: parts.month, day: parts.day) == date)
      date = try #require(date.adding(days: 1))
      #expect(date.weekday == previousWeekday % 7 + 1)
      previousWeekday = date.weekday
    }
    #expect(date.description == "2200-01-01")
  }

  @Test(
    "a month later is the same day, or the month's last",
    arguments: [
      ("2026-01-31", 1, "2026-02-28"), ("2024-01-31", 1, "2024-02-29"),
      ("2026-03-31", -1, "2026-02-28"), ("2026-11-30", 3, "2027-02-28"),
      ("2026-05-15", 12, "2027-05-15"), ("2024-02-29", 12, "2025-02-28"),
    ])
  func months(start: String, count: Int, end: String) throws {
    #expect(try #require(CivilDate(text: start)).adding(months: count)?.description == end)
  }

  @Test("what is no day is refused", arguments: ["2026-02-29", "2026-13-01", "2026-1-01", "x", ""])
  func noDay(text: String) {
    #expect(CivilDate(text: text) == nil)
  }

  @Test("a zone's offset follows its rules, also beyond its list of changes")
  func offsets() throws {
    let berlin = try TimeZoneRules.load(name: "Europe/Berlin")
    func offset(_ text: String) -> Int? {
      Timestamp(text: text).map { berlin.offsetSeconds(atUTCSeconds: $0.seconds) }
    }
    #expect(offset("2026-01-15T12:00:00Z") == 3600)
    #expect(offset("2026-07-15T12:00:00Z") == 7200)
    #expect(offset("2026-03-29T00:59:59Z") == 3600)
    #expect(offset("2026-03-29T01:00:00Z") == 7200)
    #expect(offset("2090-07-15T12:00:00Z") == 7200)
    #expect(offset("2090-10-29T01:00:00Z") == 3600)
    let sydney = try TimeZoneRules.load(name: "Australia/Sydney")
    #expect(sydney.offsetSeconds(atUTCSeconds: 4_070_908_800) == 39_600)
  }

  @Test("a local time that the clock skips is the moment it jumps")
  func gaps() throws {
    let berlin = try TimeZoneRules.load(name: "Europe/Berlin")
    let jump = try #require(CivilDate(text: "2026-03-29"))
    #expect(
      Timestamp(seconds: berlin.utcSeconds(ofLocal: jump, secondOfDay: 9000)).description
        == "2026-03-29T01:00:00Z")
    let back = try #require(CivilDate(text: "2026-10-25"))
    #expect(
      Timestamp(seconds: berlin.utcSeconds(ofLocal: back, secondOfDay: 9000)).description
        == "2026-10-25T00:30:00Z")
    // Midnight itself was skipped there.
    let havana = try TimeZoneRules.load(name: "America/Havana")
    let spring = try #require(CivilDate(text: "2026-03-08"))
    #expect(havana.startOfDay(spring).description == "2026-03-08T05:00:00Z")
    #expect(havana.civilDate(of: havana.startOfDay(spring)) == spring)
  }

  @Test("a zone's name cannot lead out of the folder of zones")
  func names() {
    for name in ["../../etc/passwd", "/etc/passwd", "", "No/Where", "a b"] {
      #expect(throws: TimeZoneRules.LoadingError.self) { try TimeZoneRules.load(name: name) }
    }
  }

  @Test("a point in time is read and written alike")
  func timestamps() throws {
    let time = try #require(Timestamp(text: "2026-03-10T10:00:00.250+01:00"))
    #expect(time.description == "2026-03-10T09:00:00.25Z")
    #expect(Timestamp(microseconds: time.microseconds) == time)
    #expect(Timestamp(microseconds: -1).description == "1969-12-31T23:59:59.999999Z")
  }
}

@Suite("Names")
struct NameTests {
  @Test(
    "a misspelt name finds the one that was meant",
    arguments: [
      ("activ", "active"), ("statsu", "status"), ("Balance", "balance"), ("end_dat", "end_date"),
    ])
  func close(name: String, meant: String) {
    #expect(closestName(to: name, in: ["status", "balance", "end_date", "active"]) == meant)
  }

  @Test("a name that is like none finds none", arguments: ["xyz", "", "q", "customers"])
  func far(name: String) {
    #expect(closestName(to: name, in: ["status", "balance", "end_date"]) == nil)
  }
}
