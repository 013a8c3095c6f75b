import Foundation
import Testing

@Suite("Records from files into a store")
struct ImportCommandTests {
  @Test("a file in another encoding is refused, and read as the message says")
  func encodings() throws {
    let place = try Workplace()
    let bytes = Array("id,number,name\nA1,1,Zo".utf8) + [0xEB, 0x0A]
    try Data(bytes).write(to: URL(fileURLWithPath: "\(place.folder)/old.csv"))
    let refused = try place.run("import", "old.csv", "--type", "account")
    #expect(refused.status == 65)
    #expect(refused.remarks.contains("line 2 is not UTF-8, probably windows-1252"))
    let hint = try #require(refused.remarks.split(separator: "help: ").last?.split(separator: " "))
    let taken = try place.run(
      ["import", "old.csv", "--type", "account"] + hint.prefix(2).map(String.init))
    #expect(taken.status == 0, "\(hint)")
    #expect(try place.run("list", "account").output.contains("Zoë"))
  }

  @Test("a dry run says what would come in and leaves the store as it is, or not there")
  func dryRun() throws {
    let place = try Workplace()
    try place.write("rows.csv", "id,number,name\nA1,1,One\nA2,1,Two\n")
    let first = try place.run("import", "rows.csv", "--type", "account", "--dry-run")
    #expect(
      first.output == """
        ✗ rows.csv:3: number "1" of account 'A2' is taken by account 'A1'
        Would import: 1 record into workflow.db, 1 bad row.

        """)
    #expect(!FileManager.default.fileExists(atPath: "\(place.folder)/workflow.db"))
    #expect(try place.run("import", "rows.csv", "--type", "account").status == 7)
    let before = try place.data("workflow.db")
    try place.write("more.csv", "id,number,name\nA3,3,Three\nA4,1,Four\n")
    let second = try place.run("import", "more.csv", "--type", "account", "--dry-run")
    #expect(second.output.contains("is taken by account 'A1'"))
    #expect(second.status == 7)
    #expect(try place.data("workflow.db") == before)
  }

  @Test("where all rows are bad, the status says that nothing could be read")
  func onlyBadRows() throws {
    let place = try Workplace()
    try place.write("rows.csv", "id,number,nam\nA1,1,One\nA2,2,Two\n")
    let answer = try place.run("import", "rows.csv", "--type", "account")
    #expect(answer.status == 65)
    #expect(
      answer.output == """
        ✗ rows.csv:1: there is no field 'nam' in account, did you mean 'name'? (2 rows)
        Imported: 0 records into workflow.db, 2 bad rows.

        """)
  }

  @Test("an update that changes states says that no rule was asked")
  func statesByUpdate() throws {
    let place = try Workplace()
    try place.write("rows.csv", "id,number,name\nA1,1,One\nA2,2,Two\n")
    _ = try place.run("import", "rows.csv", "--type", "account")
    try place.write("more.csv", "id,status,name\nA1,deactivated,One\nA2,active,Zwei\n")
    let answer = try place.run("import", "more.csv", "--type", "account", "--update")
    #expect(answer.output.contains("1 record is in another state now: no rule was asked."))
  }

  @Test("after ids with the largest numbers, records are still created")
  func largestNumbers() throws {
    let place = try Workplace()
    for id in ["account-9223372036854775807", "account-999999999999999"] {
      try place.write("rows.csv", "id,number,name\n\(id),\(id),x\n")
      _ = try place.run("import", "rows.csv", "--type", "account")
    }
    _ = try place.run(
      "apply", "account.create", "--id", "account-9223372036854775806", "--input", "number=8",
      "--input", "name=y", "--yes")
    for number in 1...2 {
      let made = try place.run(
        "apply", "account.create", "--input", "number=n\(number)", "--input", "name=z", "--yes")
      #expect(made.status != 132 && made.status != 133, "\(made)")
      #expect(made.status == 0, "\(made)")
    }
  }

  @Test("a file under --records is read as an import reads it")
  func looks() throws {
    let place = try Workplace()
    let bytes =
      Array("type;id;number;name;credit\naccount;A1;1;Zo".utf8) + [0xEB] + Array(";1,50\n".utf8)
    try Data(bytes).write(to: URL(fileURLWithPath: "\(place.folder)/old.csv"))
    let refused = try place.run("list", "account", "--records", "old.csv")
    #expect(refused.status == 65)
    #expect(refused.remarks.contains("--encoding windows-1252"), "\(refused.remarks)")
    let unclear = try place.run(
      "list", "account", "--records", "old.csv", "--encoding", "windows-1252")
    #expect(unclear.remarks.contains("--decimal comma"), "\(unclear.remarks)")
    let list = try place.run(
      "list", "account", "--records", "old.csv", "--encoding", "windows-1252", "--decimal", "comma")
    #expect(list.status == 0)
    #expect(list.output.contains("Zoë") && list.output.contains("1.5"), "\(list.output)")
    #expect(try place.run("list", "account", "--decimal", "comma").status == 64)
  }

  @Test("the form of a file has one name, at an import as at an export")
  func forms() throws {
    let place = try Workplace()
    let rows = "id,number,name\nA1,1,One\n"
    let taken = try place.run(
      ["import", "-", "--format", "csv", "--type", "account"], input: rows)
    #expect(taken.status == 0, "\(taken)")
    let json = try place.run("export", "account", "--format", "json").output
    let back = try place.run(
      ["import", "-", "--format", "json", "--update", "--type", "account"], input: json)
    #expect(back.output.contains("\"unchanged\": 1"), "\(back)")
    try place.write("more.csv", "id,number,name\nA2,2,Two\n")
    let named = try place.run("import", "more.csv", "--format", "json", "--type", "account")
    #expect(named.output.contains("\"inserted\": 1"), "\(named)")
    let unknown = try place.run(["import", "-"], input: rows)
    #expect(unknown.remarks.contains("--format says it"), "\(unknown.remarks)")
  }

  @Test(
    "a name that stands there twice lets nothing of it in", arguments: ["yaml", "json", "jsonl"])
  func twice(form: String) throws {
    let place = try Workplace()
    let record = #"{"type": "account", "id": "A1", "number": "1", "name": "One", "name": "Two"}"#
    try place.write("rows.\(form)", form == "jsonl" ? record : "[\(record)]")
    let answer = try place.run("import", "rows.\(form)")
    #expect(answer.status == 65, "\(answer)")
    #expect(answer.output.contains("twice"), "\(answer)")
    #expect(try place.run("list", "account").output.contains("0 records"))
  }

  @Test(
    "an id that no import would take is given to no new record, and what is exported comes back",
    arguments: [
      "", "a\nb", "a\u{1B}[31m", String(repeating: "x", count: 513), "account-9223372036854775807",
      "account-99999999999999999999",
    ])
  func ids(id: String) throws {
    let place = try Workplace.withStore()
    let made = ["apply", "account.create", "--input", "number=9", "--input", "name=z", "--id"]
    let refused = try place.run(made + [id])
    #expect(refused.status == 3, "\(refused)")
    #expect(refused.output.contains("✗ input_invalid"), "\(refused)")
    for good in ["a:b", " a", "account-999999999999999", String(repeating: "x", count: 512)] {
      var arguments = made + [good]
      arguments[3] = "number=\(good.prefix(20))"
      let answer = try place.run(arguments)
      #expect(answer.status == 0, "\(answer)")
    }
    try place.write("all.jsonl", try place.run("export", "--format", "jsonl").output)
    let back = try place.run("import", "all.jsonl", "--store", "second.db")
    #expect(back.status == 0, "\(back)")
  }

  @Test("an update that changes what a key is made of is listed")
  func keys() throws {
    let place = try Workplace(workflow: nil)
    try place.bring("workflows")
    let account = ["--workflow", "workflows/customer-account.yaml", "--type", "account"]
    try place.write("rows.csv", "id,number,name\nA1,101,x\nA2,102,y\n")
    #expect(try place.run(["import", "rows.csv"] + account).status == 0)
    try place.write("more.csv", "id,number\nA2,101\n")
    let answer = try place.run(["import", "more.csv", "--update"] + account)
    #expect(
      answer.output.contains("~ account A2 breaks number_is_compared_as_it_is"), "\(answer.output)")
    let next = try place.run(
      "apply", "account.edit", "account:A2", "--set", "name=z", "--workflow",
      "workflows/customer-account.yaml")
    #expect(next.status == 3)
    #expect(next.output.contains("Another account has the number 101."), "\(next.output)")
  }
}
