import Foundation
import Testing

@Suite("Where answers are written")
struct OutputTests {
  private static func files(in place: Workplace) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: place.folder)
  }

  /// A place with a store that has one account in it.
  private func place() throws -> Workplace {
    let place = try Workplace()
    try place.write(
      "rows.jsonl", #"{"type": "account", "id": "A1", "number": "1", "name": "One"}"# + "\n")
    #expect(try place.run("import", "rows.jsonl").status == 0)
    return place
  }

  @Test(
    "no answer is written over the store, what belongs to it, or what is read",
    arguments: [
      (["list", "account", "--output", "workflow.db"], "workflow.db"),
      (["export", "--output", "workflow.db"], "workflow.db"),
      (["show", "account:A1", "--output", "link.db"], "workflow.db"),
      (["list", "account", "--output", "workflow.db-wal"], "workflow.db"),
      (["import", "rows.jsonl", "--output", "rows.jsonl"], "rows.jsonl"),
      (["list", "account", "--records", "rows.jsonl", "--output", "same.jsonl"], "rows.jsonl"),
      (["export", "--records", "rows.jsonl", "--output", "rows.jsonl"], "rows.jsonl"),
      (["check", "lamp.yaml", "--output", "lamp.yaml"], "lamp.yaml"),
      (["graph", "lamp.yaml", "--output", "lamp.yaml"], "lamp.yaml"),
      (["convert", "lamp.scxml", "--output", "lamp.scxml"], "lamp.scxml"),
      (["migrate", "lamp.yaml", "--way-back", "lamp.yaml"], "lamp.yaml"),
      (["backup", "rows.jsonl"], "rows.jsonl"),
    ])
  func inputs(arguments: [String], kept: String) throws {
    let place = try place()
    try place.write("lamp.yaml", Self.lamp)
    try place.write("lamp.scxml", Self.chart)
    try FileManager.default.createSymbolicLink(
      atPath: "\(place.folder)/link.db", withDestinationPath: "\(place.folder)/workflow.db")
    try FileManager.default.linkItem(
      atPath: "\(place.folder)/rows.jsonl", toPath: "\(place.folder)/same.jsonl")
    let before = try place.data(kept)
    let answer = try place.run(arguments)
    #expect(answer.status == 1, "\(answer.remarks)")
    #expect(answer.remarks.contains("cannot be used") || answer.remarks.contains("already"))
    #expect(try place.data(kept) == before)
    let left = try Self.files(in: place)
    #expect(!left.contains { $0.hasSuffix(".unfinished") })
  }

  @Test("a file is replaced as a whole, keeps its mode, and a failure leaves what was there")
  func replaced() throws {
    let place = try place()
    try place.write("answer.json", String(repeating: "x", count: 100_000))
    chmod("\(place.folder)/answer.json", 0o640)
    #expect(try place.run("list", "account", "--output", "answer.json").status == 0)
    #expect(try place.read("answer.json").hasSuffix("\n}\n"))
    let mode = try FileManager.default.attributesOfItem(atPath: "\(place.folder)/answer.json")
    #expect(mode[.posixPermissions] as? Int == 0o640)
    try place.write("kept.jsonl", "kept")
    #expect(try place.run("export", "no_type", "--output", "kept.jsonl").status != 0)
    #expect(try place.read("kept.jsonl") == "kept")
  }

  @Test("what is committed and cannot be told ends with a status of its own")
  func untold() throws {
    for output in [">/dev/full", "--output /dev/full"] {
      let place = try Workplace.withStore()
      let answer = try place.shell(
        "'\(Workplace.executable)' apply reactivate account:A1 --as u17:clerk \(output)")
      #expect(answer.status == 9, "\(output): \(answer.remarks)")
      #expect(answer.remarks.contains("committed, but the answer could not be written"))
      #expect(try place.run("history", "account:A1").output.contains("reactivate  status"))
      let dry = try place.shell(
        "'\(Workplace.executable)' dry-run deactivate account:A1 --as u17:clerk \(output)")
      #expect(dry.status == 1, "nothing is committed by a dry run")
    }
  }

  @Test("pipes and devices take answers as they come")
  func devices() throws {
    let place = try place()
    #expect(try place.run("export", "--output", "/dev/null").status == 0)
    let passed = try place.run("export", "--output", "/dev/stdout")
    #expect(passed.output.hasPrefix("{\"type\":\"account\",\"id\":\"A1\""))
    let full = try place.run("export", "--output", "/dev/full")
    #expect(full.status == 1)
    #expect(full.remarks.contains("'/dev/full' cannot be used: the disk is full"))
  }

  @Test("a file that was put right, and nobody could be told, ends with that status too")
  func untoldMend() throws {
    let place = try Workplace(
      workflow: Workplace.customers.replacing(
        "location.status == \"active\"", with: "location.status == \"activ\"", maxReplacements: 1))
    let file = "workflows/customer-account.yaml"
    let shown = try place.shell("'\(Workplace.executable)' check --diff \(file) >/dev/full")
    #expect(shown.status == 1)
    let answer = try place.shell("'\(Workplace.executable)' check --fix \(file) >/dev/full")
    #expect(answer.status == 9, "\(answer.remarks)")
    #expect(try place.run("check", file).status == 0)
  }

  @Test("a pipe or a folder is no file of records, definitions or scenarios, and is not waited for")
  func specialInputs() throws {
    let place = try place()
    #expect(mkfifo("\(place.folder)/pipe.jsonl", 0o600) == 0)
    #expect(mkfifo("\(place.folder)/pipe.yaml", 0o600) == 0)
    try FileManager.default.createDirectory(
      atPath: "\(place.folder)/folder.csv", withIntermediateDirectories: false)
    for arguments in [
      ["import", "pipe.jsonl"], ["list", "account", "--records", "pipe.jsonl"],
      ["check", "pipe.yaml"], ["list", "account", "--workflow", "pipe.yaml"],
      ["convert", "pipe.yaml"], ["import", "folder.csv", "--type", "account"],
      ["import", "/dev/zero", "--form", "csv", "--type", "account"],
    ] {
      let answer = try place.run(arguments)
      #expect(answer.status != 0, "\(arguments)")
      #expect(answer.remarks.contains("it is a "), "\(arguments): \(answer.remarks)")
    }
    let passed = try place.run(
      ["import", "-", "--form", "jsonl"],
      input: #"{"type": "account", "id": "A2", "number": "2", "name": "Two"}"#)
    #expect(passed.status == 0)
  }

  @Test("a copy of a damaged store names the store, and leaves nothing behind")
  func damagedBackup() throws {
    let place = try place()
    var bytes = try place.data("workflow.db")
    for offset in 4096..<bytes.count where offset % 3 == 0 { bytes[offset] = 0xA5 }
    try bytes.prefix(bytes.count - 1000).write(to: URL(fileURLWithPath: "\(place.folder)/bad.db"))
    try Data("no database at all, only words".utf8).write(
      to: URL(fileURLWithPath: "\(place.folder)/words.db"))
    let answer = try place.run("backup", "copy.db", "--store", "words.db")
    #expect(answer.status == 1)
    #expect(answer.remarks.contains("words.db"))
    #expect(!answer.remarks.contains("copy.db"))
    for _ in 0..<2 { _ = try place.run("backup", "copy.db", "--store", "bad.db") }
    let left = try Self.files(in: place)
    #expect(!left.contains { $0.contains("unfinished") })
  }

  @Test("a killed copying does not keep the next one from its work")
  func killedBackup() throws {
    let place = try place()
    try place.write(".copy.db.unfinished", "half a page")
    try place.write(".copy.db.unfinished-journal", "half a journal")
    #expect(try place.run("backup", "copy.db").status == 0)
    #expect(try place.run("list", "account", "--store", "copy.db").output.contains("One"))
    let left = try Self.files(in: place)
    #expect(!left.contains { $0.contains("unfinished") })
  }

  @Test("control characters of texts and arguments do not reach the terminal")
  func controls() throws {
    let place = try Workplace()
    let evil = "\u{1B}]0;owned\u{7}\u{9B}2J\u{202E}"
    try place.write(
      "rows.jsonl", #"{"type": "account", "id": "A1", "number": "1", "name": "\u001b[2J\u202e"}"#)
    try place.write("bad.csv", "id,number,name\nA\(evil),1,One,\n\(evil)\n")
    _ = try place.run("import", "rows.jsonl")
    for arguments in [
      ["eval", "'\(evil)'"], ["eval", "x\(evil)"], ["import", "bad.csv", "--type", "account"],
      ["show", "account:A1"], ["list", "account"], ["show", "account:\(evil)"],
      ["lis\(evil)"], ["list", "account", "--\(evil)"], ["import", "no\(evil).csv"],
      ["list", "account", "--store", "no\(evil).db"], ["check", "no\(evil).yaml"],
      ["history", "account:A1"], ["dry-run", "nothing\(evil)", "account:A1"],
      ["explain", "no\(evil)"], ["list", "account", "--color", "always"],
    ] {
      let answer = try place.run(arguments)
      for text in [answer.output, answer.remarks] {
        let bare = text.replacing(/\u{1B}\[[0-9;]*m/, with: "")
        for scalar in bare.unicodeScalars where scalar != "\n" && scalar != "\t" {
          let isBad = scalar.properties.generalCategory == .control || scalar == "\u{202E}"
          #expect(!isBad, "\(arguments) prints \(scalar.value)")
        }
      }
    }
  }

  private static let lamp = """
    workflow: lamp
    version: 1
    records:
      lamp:
        states:
          status: [off, on]
        transitions:
          create: {from: new}
          switch_on: {from: off, to: on}
    """

  private static let chart = """
    <scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" initial="a">
      <state id="a"><transition event="t" target="b"/></state><state id="b"/>
    </scxml>
    """

  @Test("a pipe, a folder or a device is no store, and is not waited for")
  func noStore() throws {
    let place = try place()
    #expect(mkfifo("\(place.folder)/pipe.db", 0o600) == 0)
    for store in ["pipe.db", "workflows", "/dev/zero"] {
      for command in [
        ["list", "account"], ["apply", "edit", "account:A1", "--set", "name=x"],
        ["import", "records.yaml"], ["due"], ["messages"], ["pending"], ["migrate"],
        ["backup", "copy.db"], ["import", "records.yaml", "--dry-run"],
      ] {
        let answer = try place.run(command + ["--store", store])
        #expect(answer.status == 1, "\(command) \(store): \(answer)")
        #expect(
          answer.remarks.contains("it is a folder, a pipe or a device, and no store"),
          "\(command) \(store): \(answer.remarks)")
      }
    }
  }
}
