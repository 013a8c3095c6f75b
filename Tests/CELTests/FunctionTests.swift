import Foundation
import Testing

@testable import CEL

@Suite("Functions")
struct FunctionTests {
  @Test("the page of functions is what the functions say of themselves")
  func page() throws {
    let page = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appending(path: "docs/functions.md")
    if Environment.variable("WRITE_PAGES") != nil {
      try FunctionsPage.text.write(to: page, atomically: true, encoding: .utf8)
    }
    let text = try String(contentsOf: page, encoding: .utf8)
    #expect(text == FunctionsPage.text, "WRITE_PAGES=1 swift test --filter FunctionTests writes it")
  }

  @Test("every function of workflows stands in an example of the page about expressions")
  func examples() {
    let all = DocumentationTests.examples.map(\.0).joined(separator: "\n")
    for function in Function.all where function.library == .workflow {
      #expect(all.contains(function.name + "("), "\(function.name)() has no example")
    }
  }

  /// Values of every type, as they are written.
  static let samples: [(CELType, String)] = [
    (.bool, "true"), (.int, "3"), (.uint, "3u"), (.double, "double(\"2.5\")"), (.decimal, "2.5"),
    (.string, "\"a\""), (.bytes, "b\"YQ==\""), (.timestamp, "timestamp(\"2026-03-10T09:00:00Z\")"),
    (.duration, "duration(\"1h\")"), (.date, "date(\"2026-03-10\")"), (.period, "days(1)"),
    (.list(.string), "[\"a\"]"), (.list(.date), "[date(\"2026-03-10\")]"), (.list(.int), "[6, 7]"),
    (.list(.dyn), "[1]"), (.map(.string, .int), "{\"a\": 1}"), (.null, "null"),
    (.optional(.int), "optional.of(1)"),
  ]

  static func sample(_ type: CELType) -> String {
    switch type {
    case .parameter: "3"
    case .list(.parameter): "[1]"
    case .map: "{\"a\": 1}"
    case .optional: "optional.of(1)"
    default: samples.first { $0.0 == type }?.1 ?? "?"
    }
  }

  /// A compiler of workflows with all of CEL's libraries, and one of CEL alone.
  static let compilers = [
    Compiler(environment: Environment(extensions: [.workflow, .standard])),
    Compiler(environment: Environment(extensions: .standard)),
  ]

  static func problem(_ program: Program) -> String? {
    program.evaluate(Frame(reader: RecordReader(), slotCount: 0)).problem
  }

  @Test("every way to call a function is checked and computed", arguments: Function.all.map(\.name))
  func overloads(name: String) throws {
    let function = try #require(Function.named(name))
    for overload in function.overloads {
      var arguments = overload.parameters.map(FunctionTests.sample)
      if name == "at_time" { arguments[1] = "\"18:00\"" }
      if name == "date", arguments.count == 3 { arguments = ["2026", "3", "10"] }
      let target = overload.isMember ? arguments.removeFirst() + "." : ""
      let text = "\(target)\(name)(\(arguments.joined(separator: ", ")))"
      let (program, issues) = FunctionTests.compilers[0].compile(text)
      // A text that is written out may be found wrong: that it is no number, or no date.
      if issues.contains(where: { $0.code.hasPrefix("invalid-") }) { continue }
      let sound = try #require(program, "\(text): \(issues.first?.message ?? "")")
      let problem = FunctionTests.problem(sound) ?? ""
      #expect(!problem.contains("cannot be used"), "\(text): \(problem)")
    }
  }

  @Test("an operation that is found sound can be computed, whatever the types")
  func operators() {
    var texts = FunctionTests.samples.flatMap { ["-\($0.1)", "!\($0.1)"] }
    for (_, left) in FunctionTests.samples {
      for (_, right) in FunctionTests.samples {
        for symbol in ["+", "-", "*", "/", "%", "<", "==", "in", "&&"] {
          texts.append("\(left) \(symbol) \(right)")
        }
      }
    }
    var sound = 0
    for compiler in FunctionTests.compilers {
      for text in texts {
        guard let program = compiler.compile(text).0 else { continue }
        sound += 1
        let problem = FunctionTests.problem(program) ?? ""
        for sign in ["cannot be used", "is no number", "have no order", "is no list"] {
          #expect(!problem.contains(sign), "\(text): \(problem)")
        }
      }
    }
    #expect(sound > 200)
  }

  @Test(
    "CEL's values are as other engines have them",
    arguments: [
      ("9007199254740993 in [dyn(9007199254740992.0)]", "true"),
      ("9007199254740993 == dyn(9007199254740992.0)", "true"),
      ("dyn(9007199254740992.0) in [9007199254740993]", "true"),
      ("9007199254740993u in [dyn(9007199254740992.0), dyn(1)]", "true"),
      ("1 in [dyn(1.0), dyn(2u)]", "true"),
      ("dyn(9007199254740992.0) in {9007199254740993: 1}", "false"),
      ("dyn(1.0) in {1: 1}", "true"),
      (#"timestamp("0001-01-01T00:00:00Z").getDayOfYear("America/New_York")"#, "365"),
      (#"timestamp("0001-01-01T00:00:00Z").getFullYear("America/New_York")"#, "0"),
      (#"timestamp("9999-12-31T23:00:00Z").getDayOfYear("Asia/Tokyo")"#, "0"),
      (#"timestamp("2001-01-01T00:00:00Z").getHours("")"#, "0"),
      (#"timestamp("2001-01-01T00:00:00Z").getHours("9:30")"#, "9"),
      (#"timestamp("2001-01-01T00:00:00Z").getMinutes("-9:30")"#, "30"),
      (#"timestamp("2001-01-01T00:00:00Z").getHours("+-9:30")"#, "?"),
      (#"base64.decode("=")"#, "?"), (#"base64.decode("==")"#, "?"),
      (#"base64.decode("YQ=")"#, "?"), (#"base64.decode("YWI==")"#, "?"),
      (#"base64.decode("YQ==") == b"a""#, "true"), (#"base64.decode("YQ") == b"a""#, "true"),
      (#"base64.decode("") == b"""#, "true"), (#"br"\a" == b"\\a""#, "true"),
      (#"rb"a""#, "!"), (#"RB'a'"#, "!"), (#"-duration("1h")"#, "!"), (#"-timestamp(0)"#, "!"),
    ])
  func values(text: String, value: String) {
    guard let program = FunctionTests.compilers[1].compile(text).0 else {
      #expect(value == "!", "\(text) is not sound")
      return
    }
    let result = program.evaluate(Frame(reader: RecordReader(), slotCount: 0))
    #expect(result.isError ? value == "?" : value == result.description, "\(text): \(result)")
  }

  @Test(
    "clocks that are put on or back have a moment for every time of a day",
    arguments: [
      ("at_time(date(2026, 3, 29), \"02:30\")", "2026-03-29T01:00:00Z"),
      ("at_time(date(2026, 10, 25), \"02:30\")", "2026-10-25T00:30:00Z"),
      ("time_of_day(at_time(date(2026, 3, 29), \"02:30\"))", "03:00"),
      ("at_time(today, time_of_day(now)) == now", "true"),
      ("at_time(today, \"18:00:30\")", "2026-03-10T17:00:30Z"),
      ("time_of_day(timestamp(\"2026-03-10T08:05:09Z\"))", "09:05:09"),
      (
        "at_time(today, account.name)", "cannot tell: 'Nordwind' is no time of a day, such as 18:00"
      ),
      ("date(2026, quantity - 2, 29)", "cannot tell: there is no day 29 in month 2 of 2026"),
      ("date(2024, quantity - 2, 29)", "2024-02-29"),
      (
        "date(2026, 9223372036854775807 - quantity, 1)",
        "cannot tell: there is no day 1 in month 9223372036854775803 of 2026"
      ),
      (
        "date(timestamp(\"9999-12-31T23:30:00Z\"))",
        "cannot tell: date(timestamp(\"9999-12-31T23:30:00Z\")) is beyond the years 1 to 9999"
      ),
      ("date(\"0001-01-01\") < now", "cannot tell: date(\"0001-01-01\") begins before the year 1"),
      ("quotient(-7, 2)", "-3"),
      ("quotient(quantity, 0)", "cannot tell: quotient(quantity, 0) divides by zero"),
      (
        "quotient(-9223372036854775807 - 1, 0 - 1)",
        "cannot tell: quotient(-9223372036854775807 - 1, 0 - 1) is too large for a whole number"
      ),
      ("round(700 + 7980.0 / 365, 2)", "721.86"),
      (
        "99999999999999999.0 * 10.0",
        "cannot tell: 99999999999999999.0 * 10.0 is too large: a decimal has up to 17 digits"
      ),
    ])
  func calendar(text: String, value: String) {
    #expect(Fixture().evaluate(text) == value)
  }
}

@Suite("Time zones")
struct TimeZoneTests {
  @Test("where the system has no zones, those inside the library are used")
  func absent() throws {
    let berlin = try TimeZoneRules.load(name: "Europe/Berlin", from: "/no/such/folder")
    #expect(berlin.offsetSeconds(atUTCSeconds: 1_774_746_000) == 7200)
    #expect(throws: TimeZoneRules.LoadingError.unknownZone("Europe/Nowhere")) {
      try TimeZoneRules.load(name: "Europe/Nowhere", from: "/no/such/folder")
    }
    #expect(CarriedZones.names.count > 400)
  }

  @Test(
    "a zone inside the library has the rules of the system's",
    .enabled(if: systemVersion == CarriedZones.version, "the system has other zones"))
  func carried() throws {
    var compared = 0
    for name in CarriedZones.names {
      guard
        let system = try? TimeZoneRules.load(name: name, from: TimeZoneRules.systemFolder),
        let carried = CarriedZones.rules(name: name)
      else { continue }
      compared += 1
      var moments = Set(system.transitions + carried.transitions)
      for year in stride(from: 2026, to: 2200, by: 11) {
        for month in [1, 3, 4, 7, 10, 11] {
          let day = try #require(CivilDate(year: year, month: month, day: 28))
          moments.insert(Int64(day.daysSinceEpoch) * 86_400)
        }
      }
      let differing = moments.first { moment in
        [moment - 1, moment].contains {
          system.offsetSeconds(atUTCSeconds: $0) != carried.offsetSeconds(atUTCSeconds: $0)
        }
      }
      #expect(differing == nil, "\(name)")
    }
    #expect(compared > 400)
  }

  static var systemVersion: String {
    let file = TimeZoneRules.systemFolder + "/tzdata.zi"
    let text = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
    return text.prefix { $0 != "\n" }.split(separator: " ").last.map(String.init) ?? ""
  }
}
