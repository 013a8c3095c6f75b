import Foundation
import Testing

@Suite("Hostile input")
struct HostileInputTests {
  /// A generous bound for a debug build on a loaded machine; a quadratic scanner would need
  /// minutes.
  static let seconds = 20.0

  @Test(
    "a definition that is made to hurt is refused soon, with one place",
    arguments: [
      ("[", 1_000_000), ("[", 50_000_000), ("{a: ", 1_000_000), ("- ", 1_000_000), ("? ", 500_000),
      ("\"", 2_000_001), ("!!a ", 300_000), ("&a ", 300_000), ("a:\n ", 300_000),
      ("\u{A0}", 1_000_000), ("a\u{A0}\u{A0}\n", 1_000_000),
    ])
  func nested(piece: String, bytes: Int) throws {
    let place = try Workplace(workflow: nil)
    try place.write("hostile.yaml", String(repeating: piece, count: bytes / piece.utf8.count))
    let start = Date()
    let answer = try place.run("check", "hostile.yaml")
    #expect(Date().timeIntervalSince(start) < Self.seconds)
    #expect(answer.status == 65, "\(answer.output.prefix(500))\(answer.remarks.prefix(500))")
    let said = answer.output + answer.remarks
    #expect(said.contains("error["), "\(said.prefix(300))")
    #expect(said.utf8.count < 200_000)
  }

  @Test("thousands of names that cannot be are told soon", arguments: [1_000, 40_000])
  func names(count: Int) throws {
    let place = try Workplace(workflow: nil)
    let fields = (0..<count).map { "      Über\($0): text\n" }.joined()
    try place.write("names.yaml", "workflow: a\nrecords:\n  a:\n    fields:\n\(fields)")
    let start = Date()
    let answer = try place.run("check", "names.yaml")
    #expect(Date().timeIntervalSince(start) < Self.seconds)
    #expect(answer.status == 65)
    #expect(answer.output.contains("write ueber0\n"), "\(answer.output.prefix(300))")
  }

  @Test("a billion laughs, an empty file, other encodings and no file at all")
  func others() throws {
    let place = try Workplace(workflow: nil)
    var laughs = "a: &a [x, x, x, x, x, x, x, x, x]\n"
    for (name, previous) in zip("bcdefghi", "abcdefgh") {
      laughs +=
        "\(name): &\(name) [\(Array(repeating: "*\(previous)", count: 9).joined(separator: ", "))]\n"
    }
    try place.write("laughs.yaml", laughs)
    try place.write("empty.yaml", "")
    try Data([0x77, 0x6F, 0xFF, 0xFE, 0x0A]).write(
      to: URL(fileURLWithPath: "\(place.folder)/bytes.yaml"))
    try place.write("sixteen.yaml", "")
    try Data([0xFF, 0xFE, 0x77, 0x00]).write(
      to: URL(fileURLWithPath: "\(place.folder)/sixteen.yaml"))
    for name in ["laughs.yaml", "empty.yaml", "bytes.yaml", "sixteen.yaml"] {
      let answer = try place.run("check", name)
      #expect(answer.status == 65, "\(name): \(answer.output)\(answer.remarks)")
      #expect((answer.output + answer.remarks).contains("\(name)"), "\(name) is not named")
    }
    #expect(try place.run("check", "nowhere.yaml").status == 1)
  }

  @Test("a definition with ten different mistakes has all ten listed")
  func tenMistakes() throws {
    let place = try Workplace(workflow: nil)
    try place.write(
      "ten.yaml",
      """
      workflow: ten
      version: 1
      colour: red
      records:
        account:
          fields:
            name: txt
            balance: {type: decimal, defualt: 0}
            opened: date
          states:
            status: [active, closed]
          guards:
            is_open: {check: status == "opn", otherwise: Closed.}
            owes_nothing: {check: balanc == 0, otherwise: Owes.}
            is_number: {check: balance + 1, otherwise: No.}
            is_old: {check: opened - today > 3, otherwise: New.}
          transitions:
            close:
              from: active
              to: shut
              guards: [is_open, owes_nothing, is_number, is_old, is_payed]
              effects:
                - {set: {nam: x}}
                - {send: reopn}
      """)
    let answer = try place.run("check", "ten.yaml")
    #expect(answer.status == 65)
    let said = answer.output + answer.remarks
    for mark in [
      "colour", "txt", "defualt", "opn", "balanc", "balance + 1", "days_between", "shut",
      "is_payed", "nam", "reopn",
    ] {
      #expect(said.contains(mark), "nothing about '\(mark)' in:\n\(said)")
    }
    #expect(said.components(separatedBy: "error[").count > 10)
  }

  @Test("a full disk in the middle of a bulk apply loses the open transaction only, and says so")
  func fullDisk() throws {
    let place = try Workplace(workflow: nil)
    let mount = "\(place.folder)/small"
    try FileManager.default.createDirectory(atPath: mount, withIntermediateDirectories: true)
    guard Self.run("mount", "-t", "tmpfs", "-o", "size=32m", "tmpfs", mount) == 0 else {
      print("skipped: a small disk can only be mounted with the right to do so")
      return
    }
    defer { _ = Self.run("umount", mount) }
    try place.write(
      "workflows/customers.yaml",
      try String(contentsOfFile: "Benchmarks/customers.yaml", encoding: .utf8))
    let records = (0..<4000).map { #"{"type":"customer","id":"C\#($0)","name":"Customer \#($0)"}"# }
    try place.write("customers.jsonl", records.joined(separator: "\n"))
    #expect(try place.run("import", "customers.jsonl", "--store", "small/work.db").status == 0)
    let filler = "\(mount)/filler"
    #expect(
      Self.run(
        "sh", "-c",
        "head -c 100m /dev/zero > '\(filler)' 2>/dev/null; truncate -s -200K '\(filler)'") == 0)
    let command = [
      "apply", "customer.deactivate", "--all", "--yes", "--batch", "50", "--store", "small/work.db",
    ]
    let answer = try place.run(command)
    #expect(answer.status == 1, "\(answer.output)\(answer.remarks)")
    #expect((answer.output + answer.remarks).contains("full"), "\(answer.output)\(answer.remarks)")
    let told = try place.run(command + ["--format", "json"])
    #expect(told.status == 1, "\(told.output)\(told.remarks)")
    let value = try JSONSerialization.jsonObject(with: Data(told.output.utf8))
    #expect(value is [String: Any], "one value tells all, whatever became of the store")
    #expect(Self.run("rm", filler) == 0)
    let again = try place.run(command)
    #expect(again.status == 0, "\(again.output)\(again.remarks)")
    let left = try place.run("export", "--store", "small/work.db", "--format", "json")
    #expect(!left.output.contains("\"status\":\"active\""))
  }

  private static func run(_ command: String...) -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return -1 }
    process.waitUntilExit()
    return process.terminationStatus
  }
}
