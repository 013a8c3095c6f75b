import Foundation
import Testing

@Suite("migrate")
struct MigrateTests {
  static let first = """
    workflow: club
    version: 1
    records:
      member:
        fields: {name: text, note: text?}
        states: {status: [active, dormant, gone]}
        transitions:
          rest: {from: active, to: dormant}
          edit: {edits: [name, note]}
    """

  static let second = """
    workflow: club
    version: 2
    records:
      member:
        fields: {name: text, remark: text?, tier: text}
        states: {status: [active, inactive]}
        transitions:
          rest: {from: active, to: inactive}
          edit: {edits: [name, remark]}
    invariants:
      has_name: {record: member, check: name != ""}
    """

  static let block = """

    migrate:
      member:
        fields: {note: remark}
        states: {status: {dormant: inactive, gone: inactive}}
        set: {tier: standard}
    """

  static func place() throws -> Workplace {
    let place = try Workplace(workflow: nil)
    try place.write("workflows/club.yaml", first)
    try place.write(
      "members.yaml",
      """
      M1: {type: member, name: Ada, note: kind}
      M2: {type: member, name: "", status: dormant}
      M3: {type: member, name: Cy, status: gone}
      """)
    #expect(try place.run("import", "members.yaml").status == 0)
    return place
  }

  @Test("a definition that does not fit is refused everywhere, with a block to fill in")
  func refused() throws {
    let place = try Self.place()
    try place.write("workflows/club.yaml", Self.second)
    let expected = """
        help: put this into workflows/club.yaml, replace each ??? and run workflow-run migrate; or keep what is gone

      migrate:
        member:
          fields:
            note: ???  # 1 record; null drops the values
          states:
            status:
              dormant: ???  # 1 record; active, inactive
              gone: ???  # 1 record; active, inactive
          set:
            tier: ???  # 3 records

      """
    for command in [
      ["show", "member:M1"], ["list", "member"], ["apply", "rest", "member:M1"], ["migrate"],
    ] {
      let answer = try place.run(command)
      #expect(answer.status == 1, "\(command)")
      #expect(answer.remarks.contains("the store cannot be moved to this definition: "))
      #expect(answer.remarks.hasSuffix(expected), "\(answer.remarks)")
    }
    let json = try place.run("show", "member:M1", "--format", "json")
    #expect(json.output.contains(#""block": "migrate:\n  member:\n"#))
    #expect(try place.run("backup", "copy.db").status == 0, "a copy can be made first")
  }

  @Test("a dry run says what changes and writes nothing; --apply does it")
  func applied() throws {
    let place = try Self.place()
    try place.write("workflows/club.yaml", Self.second + Self.block)
    let refused = try place.run("list", "member")
    #expect(refused.status == 1)
    #expect(refused.remarks.contains("'migrate' says how they are moved: 3 records"))
    #expect(refused.remarks.contains("workflow-run migrate workflows/club.yaml"))
    let before = try place.fingerprint()
    let dry = try place.run("migrate")
    #expect(dry.status == 0)
    #expect(try place.fingerprint() == before)
    #expect(
      dry.output.contains(
        """
          ~  member  remark  was note            1 record   M1
          ~  member  status  dormant → inactive  1 record   M2; the history alone tells it apart
          ~  member  status  gone → inactive     1 record   M3; the history alone tells it apart
          ~  member  tier    set to standard     3 records  M1, M2, M3

          = new field member.tier

        Break an invariant in their new form: 1 record
          ! member:M2  has_name

        """), "\(dry.output)")
    #expect(
      dry.output.hasSuffix("Plan: 3 records move, 3 change. Dry run: nothing was written.\n"))
    let done = try place.run(
      "migrate", "workflows/club.yaml", "--db", "workflow.db", "--apply", "--way-back", "back.yaml")
    #expect(done.status == 0)
    #expect(done.output.contains("Done: 3 records moved; the store is at club version 2 ("))
    let list = try place.run("list", "member")
    #expect(list.output.contains("M2  inactive"), "\(list.output)")
    let history = try place.run("history", "member:M1").output
    #expect(history.contains("migrated to "))
    #expect(history.contains("tier (none) → standard"))
    #expect(try place.run("migrate").output.hasSuffix("already.\n"))
    let shown = try place.run("show", "member:M1", "--format", "json")
    #expect(shown.output.contains("\"definition\": {\n    \"version\": \"2\""))
    // The way back, to the letter.
    let back = try place.read("back.yaml")
    #expect(
      back == """
        migrate:
          member:
            fields:
              remark: note
              tier: null  # new
            states:
              status:
                inactive: dormant  # 1 record was gone: see the history

        """)
    try place.write("workflows/club.yaml", Self.first + "\n" + back)
    #expect(try place.run("migrate", "--apply").status == 0)
    let again = try place.run("list", "member")
    #expect(again.output.contains("M1  active   Ada   kind"), "\(again.output)")
  }

  @Test("a migration that is killed goes on where it stopped, and no record is half moved")
  func killed() throws {
    let place = try Workplace(workflow: nil)
    try place.write("workflows/club.yaml", Self.first)
    let count = 1_500
    let lines = (0..<count).map {
      #"{"type":"member","id":"M\#($0)","name":"N\#($0)","note":"n\#($0)","status":"dormant"}"#
    }
    try place.write("members.jsonl", lines.joined(separator: "\n"))
    #expect(try place.run("import", "members.jsonl").status == 0)
    try place.write("workflows/club.yaml", Self.second + Self.block)
    var kills = 0
    for wait in [0.03, 0.06, 0.09, 0.12, 0.15, 0.2, 0.25, 0.3] {
      let running = try place.start(["migrate", "--apply", "--batch", "5"])
      Thread.sleep(forTimeInterval: wait)
      kill(running.process.processIdentifier, SIGKILL)
      if try running.wait().status == -SIGKILL { kills += 1 }
      let half = try Self.count(
        place, "(tier is null) <> (status = 'dormant') or (tier is null) <> (_definition <> 2)")
      // Before the tables have their new columns there is nothing to be half done.
      #expect(half == nil || half == 0)
    }
    #expect(kills > 0)
    let last = try place.run("migrate", "--apply")
    #expect(last.status == 0, "\(last.remarks)")
    #expect(try Self.count(place, "tier = 'standard' and status = 'inactive'") == count)
    #expect(
      try Self.number(
        place, "select count(distinct record_id) from workflow_history where event = 'migrate'")
        == count)
    #expect(
      try Self.number(place, "select count(*) from workflow_history where event = 'migrate'")
        == count, "each has one line")
  }

  private static func count(_ place: Workplace, _ condition: String) throws -> Int? {
    try number(place, "select count(*) from club__member where \(condition)")
  }

  private static func number(_ place: Workplace, _ query: String) throws -> Int? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["sqlite3", "\(place.folder)/workflow.db", query]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = Pipe()
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Int(
      String(decoding: output, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines))
  }

  @Test(
    "a definition that has become stricter: migrate and the first use list who stands against it")
  func stricter() throws {
    let place = try Self.place()
    let text = Self.first.replacingOccurrences(
      of: "note: text?", with: "note: {type: text?, unique: true}")
    try place.write(
      "more.yaml", "M4: {type: member, name: Di, note: kind}\nM5: {type: member, name: Ed}\n")
    #expect(try place.run("import", "more.yaml").status == 0)
    try place.write(
      "workflows/club.yaml",
      text + "\ninvariants:\n  has_name: {record: member, check: name != \"\"}\n")
    let preview = try place.run("migrate")
    #expect(preview.status == 0)
    let line =
      "member.note is to stand only once, and \"kind\" stands in M1 and M4"
      .replacingOccurrences(of: "M1 and M4", with: "M1, M4")
    #expect(
      preview.output.contains("Hold what may stand only once: 2 records\n  ! \(line)\n"),
      "\(preview.output)")
    #expect(preview.output.contains("! member:M2  has_name\n"), "\(preview.output)")
    let machine = try place.run("migrate", "--format", "json").output
    #expect(machine.contains("\"shared\": [\n    {\n      \"type\": \"member\""), "\(machine)")
    let first = try place.run("apply", "edit", "member:M5", "--set", "name=Eda")
    #expect(first.status == 0)
    #expect(first.remarks.contains("note: \(line)\n"), "\(first.remarks)")
    let second = try place.run("apply", "edit", "member:M5", "--set", "name=Edith")
    #expect(second.status == 0 && !second.remarks.contains("note:"), "\(second.remarks)")
    let after = try place.run("migrate").output
    #expect(after.contains(line) && after.contains("already."), "\(after)")
  }
}
